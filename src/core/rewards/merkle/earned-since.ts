import type { Address } from "viem";
import { Refusal } from "../../../errors.ts";
import type { RewardTree } from "./tree.ts";

/** What an account earned of one token, in its smallest unit; always more than nothing. */
export type Earned = { account: Address; token: string; amount: bigint };

/**
 * What cannot be booked. `fell`: a cumulative amount is lower than before, or gone from a whole tree (then `now` is 0).
 * `unknown before`: the earlier tree was a part that did not show it, so how much of it is new is not known.
 */
export type Odd = {
  kind: "fell" | "unknown before";
  account: Address;
  token: string;
  before: bigint | undefined;
  now: bigint;
};

/**
 * What each account earned by a tree: of a cumulative one what it has above `previous` (the last verified tree before it; all of it
 * where there is none), of a tree per epoch all of it. Nothing is ever negative: what went down is named as odd.
 */
export function earnedSince(tree: RewardTree, previous: RewardTree | undefined): { earned: Earned[]; odd: Odd[] } {
  if (!tree.cumulative || previous === undefined)
    return { earned: entriesOf(tree).filter(({ amount }) => amount > 0n), odd: [] };
  checkOrder(tree, previous);
  const before = new Map(entriesOf(previous).map((entry) => [keyOf(entry), entry]));
  const earned: Earned[] = [];
  const odd: Odd[] = [];
  for (const { account, token, amount } of entriesOf(tree)) {
    const key = keyOf({ account, token });
    const known = before.get(key)?.amount ?? (previous.isWhole ? 0n : undefined);
    before.delete(key);
    if (known === undefined) odd.push({ kind: "unknown before", account, token, before: undefined, now: amount });
    else if (amount > known) earned.push({ account, token, amount: amount - known });
    else if (amount < known) odd.push({ kind: "fell", account, token, before: known, now: amount });
  }
  // Of whom a part does not show nothing is known; from a whole tree nobody may go missing.
  if (tree.isWhole)
    for (const { account, token, amount } of before.values())
      if (amount > 0n) odd.push({ kind: "fell", account, token, before: amount, now: 0n });
  return { earned, odd };
}

function entriesOf({ leaves }: RewardTree): Earned[] {
  return leaves.flatMap(({ account, amounts }) => amounts.map(({ token, amount }) => ({ account, token, amount })));
}

function keyOf({ account, token }: { account: Address; token: string }): string {
  return `${account} ${token}`;
}

function checkOrder(tree: RewardTree, previous: RewardTree): void {
  if (!previous.cumulative) throw new Refusal("A cumulative tree cannot be compared with one that is not.");
  const [now, before] = [tree.epoch, previous.epoch];
  if (now !== undefined && before !== undefined && now < before)
    throw new Refusal(`The tree of epoch ${now} is older than the one of epoch ${before} that it was to follow.`);
}
