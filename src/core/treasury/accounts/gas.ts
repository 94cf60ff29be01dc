import { counted } from "../../counted.ts";
import type { LedgerEntry } from "../ledger/entry.ts";
import { sumUsd, valueUsd } from "../money.ts";
import type { Period } from "../periods.ts";
import type { StatementPrice, StatementToken, Usd } from "../statement.ts";

/** What gas cost on one chain over a period those who pay for what moves the treasury's positions, at the prices of each transaction's own moment. */
export type GasAccount = {
  chain: number;
  name: string;
  /** The symbol of the chain's coin, in whose smallest unit (10^-18) the amounts are. */
  coin: string;
  transactions: number;
  /** One for each transaction, with who paid it; left out in statements that are older than they are. */
  entries?: readonly LedgerEntry[];
  /** All of it, the part for data included. */
  amount: bigint;
  usd: Usd;
  /** Of the transactions, how many have no price, so that `usd` is unknown. */
  unpriced: number;
  /** What a rollup took of it for data, as far as the receipts say; undefined where none does. */
  data: bigint | undefined;
  dataUsd: Usd;
  /** Of the transactions, how many paid for data by a receipt that does not say how much: they cost more than is counted. */
  short: number;
  /** How many more moved something whose receipt could not be read, whoever paid for them. */
  unread: number;
};

/** What one transaction cost whoever pays for the treasury's, and what the chain's coin was worth at its own moment. */
export type GasFact = {
  transaction: string;
  block: bigint;
  at: number;
  /** Who paid. */
  sender: string;
  /** In the coin's smallest unit; `data` is the part of it that a rollup took for data, undefined where the receipt did not say. */
  amount: bigint;
  data: bigint | undefined;
  price: StatementPrice | undefined;
};

/** Everything stored of what a chain's transactions cost. */
export type GasFacts = {
  chain: number;
  /** The chain's name and its coin's symbol. */
  name: string;
  coin: string;
  /** Whether data is paid for on it beside the gas. */
  hasDataFee: boolean;
  paid: readonly GasFact[];
  /** When others moved something whose receipts could not be read, in Unix seconds. */
  unread: readonly number[];
};

/** A chain's coin, which has eighteen decimals everywhere, as statements speak of tokens; its symbol is its name. */
export function coinToken(symbol: string): StatementToken {
  return { name: symbol, symbol, decimals: 18 };
}

/** What gas cost over a period, by chain: those where nothing was paid or missed are left out. */
export function gasAccounts(chains: readonly GasFacts[], period: Period): GasAccount[] {
  return chains
    .map((facts) => gasAccount(facts, period))
    .filter(({ transactions, unread }) => transactions + unread > 0);
}

function gasAccount({ chain, name, coin, hasDataFee, paid, unread }: GasFacts, { from, to }: Period): GasAccount {
  const own = paid.filter(({ at }) => at >= from && at < to);
  const told = own.flatMap(({ data }) => data ?? []);
  const token = coinToken(coin);
  const worth = (part: (fact: GasFact) => bigint) => own.map((fact) => costUsd(part(fact), token, fact.price));
  const total = (amounts: readonly bigint[]) => amounts.reduce((sum, amount) => sum + amount, 0n);
  const usd = worth(({ amount }) => amount);
  return {
    ...{ chain, name, coin, transactions: own.length },
    entries: own.map((fact, index) => gasEntry(chain, coin, fact, usd[index])),
    amount: total(own.map(({ amount }) => amount)),
    usd: sumUsd(usd),
    unpriced: usd.filter((one) => one === undefined).length,
    data: told.length === 0 ? undefined : total(told),
    dataUsd: told.length === 0 ? undefined : sumUsd(worth(({ data }) => data ?? 0n)),
    short: hasDataFee ? own.length - told.length : 0,
    unread: unread.filter((at) => at >= from && at < to).length,
  };
}

/** Gas is paid in a coin that no position watches: its entries stand beside the ledger, in no sum of it. */
function gasEntry(chain: number, token: string, fact: GasFact, usd: Usd): LedgerEntry {
  const { transaction, block, at, sender, amount } = fact;
  const nowhere = { logIndex: -1, part: 0, position: "", leg: "" };
  return {
    ...{ kind: "expense", chain, transaction, ...nowhere, token, block, at, counterparty: sender },
    ...{ units: -amount, usd: usd === undefined ? undefined : -usd },
  };
}

/** As a loss is valued, so that no cost is shown smaller than it is. */
function costUsd(amount: bigint, token: StatementToken, price: StatementPrice | undefined): Usd {
  if (amount === 0n) return 0n;
  const worth = valueUsd(-amount, token, price);
  return worth === undefined ? undefined : -worth;
}

/** What gas cost on all chains together, in USD 1e-8, each part unknown as soon as one chain's is, and what is not known of it. */
export type GasSpent = {
  accounts: readonly GasAccount[];
  usd: Usd;
  /** Undefined as well where no receipt says what data cost. */
  dataUsd: Usd;
  unknowns: readonly string[];
};

/** Sums up accounts of one period. */
export function gasSpent(accounts: readonly GasAccount[]): GasSpent {
  const told = accounts.filter(({ data }) => data !== undefined);
  return {
    accounts,
    usd: sumUsd(accounts.map(({ usd }) => usd)),
    dataUsd: told.length === 0 ? undefined : sumUsd(told.map(({ dataUsd }) => dataUsd)),
    unknowns: gasUnknowns(accounts),
  };
}

/** What is not known of it, each in one plain sentence. */
export function gasUnknowns(accounts: readonly GasAccount[]): string[] {
  return accounts.flatMap(({ name, coin, unpriced, short, unread }) => [
    ...(unpriced > 0
      ? [
          `There is no price for ${coin} at the time of ${transactions(unpriced)} on ${name}: what gas cost in USD is unknown.`,
        ]
      : []),
    ...(short > 0
      ? [`What data cost ${transactions(short)} on ${name} is not in the receipts: gas was more than is said.`]
      : []),
    ...(unread > 0
      ? [`The receipts of ${transactions(unread)} on ${name} could not be read: their gas is not counted.`]
      : []),
  ]);
}

/** What to say of transactions that somebody sent beside those that are counted. */
export function tracelessSentence(count: number, label: string, chainName: string): string {
  const which = `${counted(count, "more transaction")} of ${label} on ${chainName} in this period`;
  return `${which} left no trace in the watched positions; ${count === 1 ? "its" : "their"} gas is not counted.`;
}

function transactions(count: number): string {
  return counted(count, "transaction");
}
