import { coinToken, type GasAccount } from "../accounts/gas.ts";
import { changeWords, tokenChange, usdChange } from "./figure-changes.ts";

/** What changed in what gas cost, by chain. Older statements do not say it, and are not compared; a chain that one of the two leaves out cost nothing. */
export function gasChanges(
  before: readonly GasAccount[] | undefined,
  after: readonly GasAccount[] | undefined,
): string[] {
  if (before === undefined || after === undefined) return [];
  const chains = new Map([...before, ...after].map((account) => [account.chain, account]));
  return [...chains.values()].flatMap((any) => {
    const of = (accounts: readonly GasAccount[]) => accounts.find(({ chain }) => chain === any.chain) ?? without(any);
    return chainChanges(of(before), of(after));
  });
}

function chainChanges(before: GasAccount, after: GasAccount): string[] {
  const { name, coin } = after;
  const what = `Gas on ${name}`;
  const amounts = tokenChange(coinToken(coin), before.amount, after.amount);
  return [
    ...(before.amount === after.amount
      ? changeWords(what, usdChange(before.usd, after.usd))
      : changeWords(what, amounts)),
    ...changeWords(`${what}, receipts that could not be read`, {
      ...{ before: before.unread, after: after.unread, short: String, exact: String },
    }),
  ];
}

function without(account: GasAccount): GasAccount {
  return { ...account, amount: 0n, usd: 0n, unread: 0 };
}
