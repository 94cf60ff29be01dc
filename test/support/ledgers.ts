import type { LedgerEntry } from "../../src/core/treasury/ledger/entry.ts";
import type { Waterfall } from "../../src/core/treasury/ledger/waterfall.ts";
import { USD } from "../../src/core/treasury/money.ts";
import type { PositionAccount, Statement } from "../../src/core/treasury/statement.ts";
import { END, exampleStatement } from "./statements.ts";

const HELIO = 10n ** 18n;
const TUSD = 10n ** 6n;
const transaction = (digit: string) => `0x${digit.repeat(64)}`;

type Booked = Pick<LedgerEntry, "kind" | "position" | "token" | "units" | "usd"> & { hash?: string; leg?: string };

const BOOKED: readonly Booked[] = [
  { kind: "principal-in", position: "vault", token: "tusd", units: 10_000n * TUSD, usd: 9_999n * USD, hash: "1" },
  { kind: "principal-out", position: "wallet", token: "helio", units: -500n * HELIO, usd: -210n * USD, hash: "2" },
  { kind: "internal", position: "wallet", token: "helio", units: -100n * HELIO, usd: -42n * USD, hash: "3" },
  { kind: "internal", position: "vault", token: "tusd", units: 42n * TUSD, usd: 42n * USD, hash: "3" },
  { kind: "income-realised", position: "vault", token: "tusd", units: 26n * TUSD, usd: 26n * USD },
  { kind: "income-accrued", position: "farm", leg: "reward", token: "helio", units: 10n * HELIO, usd: 4n * USD },
  { kind: "expense", position: "loan", leg: "debt", token: "tusd", units: -3n * TUSD, usd: -3n * USD },
  { kind: "capital-unrealised", position: "", token: "helio", units: 0n, usd: -1_200n * USD },
];

/** A statement of the day with the ledger behind it: every unit and every dollar between its two ends is in an entry. */
export function ledgerStatement(): Statement {
  const statement = exampleStatement();
  const entries = BOOKED.map(entryOf);
  const [vault, wallet] = statement.positions as [PositionAccount, PositionAccount];
  const other = { ...vault, unexplained: undefined, apr: undefined, quoted: undefined };
  const farm = (leg: string) => ({ ...other, position: "farm", leg, label: `HELIO farm · ${leg}`, protocol: "farm" });
  const helio = wallet.token;
  const positions: PositionAccount[] = [
    account({ ...vault, quoted: 62_000n }, 160_000n * TUSD, entries),
    account(wallet, 200_000n * HELIO, entries),
    account({ ...farm("stake"), token: helio }, 1_000n * HELIO, entries),
    account({ ...farm("reward"), kind: "claimable", token: helio }, 5n * HELIO, entries),
    account(
      { ...other, position: "loan", label: "tUSD loan · debt", leg: "debt", kind: "debt" },
      -20_000n * TUSD,
      entries,
    ),
  ];
  const incomeUsd = positions.reduce((sum, one) => sum + (one.incomeUsd ?? 0n), statement.totals.rewardsUsd ?? 0n);
  const treasuryUsd = positions.reduce((sum, one) => sum + (one.closingUsd ?? 0n), 0n);
  const yieldUsd = incomeUsd - (statement.totals.rewardsUsd ?? 0n);
  return {
    ...statement,
    ...{ positions, entries, waterfall: waterfallOf(entries, treasuryUsd) },
    ...{ totals: { ...statement.totals, incomeUsd, treasuryUsd, yieldUsd }, known: { incomeUsd, treasuryUsd } },
    prices: statement.prices.map((price, index) => ({ ...price, round: 18_446_744_073_709_551_616n + BigInt(index) })),
    gas: [
      {
        ...{ chain: 31_337, name: "Local chain", coin: "ETH", transactions: 4, amount: 2n * 10n ** 15n, usd: 6n * USD },
        ...{ unpriced: 0, data: undefined, dataUsd: undefined, short: 0, unread: 0 },
      },
    ],
    pools: [
      {
        ...{ position: "farm", label: "HELIO farm", since: END - 30 * 86_400, isExact: true, heldUsd: 430n * USD },
        ...{ poolUsd: 424n * USD, lossUsd: -6n * USD, feesUsd: 10n * USD, netUsd: 4n * USD },
      },
    ],
    holdings: [
      { token: "helio", units: 200_415n * HELIO, cost: 90_000n * USD, worth: 84_174n * USD, unseen: 0n },
      { token: "tusd", units: 150_065n * TUSD, cost: 150_060n * USD, worth: 150_050n * USD, unseen: 65n * TUSD },
      { token: "tusd", units: -20_003n * TUSD, cost: -20_010n * USD, worth: -20_001n * USD, unseen: 0n },
    ],
  };
}

function entryOf({ hash, leg = "", ...booked }: Booked, index: number): LedgerEntry {
  const block = 18_115_000n + BigInt(index);
  const read = { transaction: `block ${block}`, logIndex: -1 };
  const place = hash === undefined ? read : { transaction: transaction(hash), logIndex: index };
  return { ...booked, ...place, leg, block, chain: 31_337, part: 0, at: END - 7_200 + index * 60 };
}

/** The position with its closing as the entries make it out of its opening. */
function account(one: PositionAccount, opening: bigint, entries: readonly LedgerEntry[]): PositionAccount {
  const own = entries.filter(({ position, leg }) => position === one.position && (leg === "" || leg === one.leg));
  const sum = (wanted: (entry: LedgerEntry) => boolean) =>
    own.filter(wanted).reduce((all, { units }) => all + units, 0n);
  const isIncome = ({ kind }: LedgerEntry) => kind.startsWith("income") || kind === "expense";
  const paidIn = sum((entry) => !isIncome(entry) && entry.units > 0n);
  const takenOut = -sum((entry) => !isIncome(entry) && entry.units < 0n);
  const income = sum(isIncome);
  const closing = opening + paidIn - takenOut + income;
  const dollars = (units: bigint) =>
    one.token.decimals === 6 ? (units * USD) / TUSD : (units * 42n * USD) / 100n / HELIO;
  return {
    ...one,
    opening,
    paidIn,
    takenOut,
    income,
    closing,
    incomeUsd: dollars(income),
    closingUsd: dollars(closing),
  };
}

function waterfallOf(entries: readonly LedgerEntry[], closing: bigint): Waterfall {
  const sum = (kind: LedgerEntry["kind"]) =>
    entries.filter((entry) => entry.kind === kind).reduce((all, { usd }) => all + (usd ?? 0n), 0n);
  const steps = {
    ...{ paidIn: sum("principal-in"), paidOut: sum("principal-out") },
    ...{ realised: sum("income-realised"), accrued: sum("income-accrued"), expenses: sum("expense") },
    ...{ capitalRealised: sum("capital-realised"), capitalUnrealised: sum("capital-unrealised") },
    ...{ internal: sum("internal"), residual: sum("unexplained") },
  };
  const change = Object.values(steps).reduce((all, step) => all + step, 0n);
  return { opening: closing - change, ...steps, closing, leftOut: [] };
}
