import { setImmediate as others } from "node:timers/promises";
import { listAccruedTotals } from "../../../db/rewards.ts";
import type { RootRow } from "../../../db/roots.ts";
import type { App } from "../../app.ts";
import { formatAmount } from "../../core/amount.ts";
import type { OddInTree, RewardSource, TreeReward } from "../../sources/rewards/source.ts";
import { tokenOf } from "../token-of.ts";

/** A cumulative amount that went down, in the token's smallest unit; `now` is undefined where a whole tree does not name the node any more. */
export type Fall = { node: string; token: string; before: bigint; now: bigint | undefined };

/** A tree that begins anew lets everybody fall; so many are named, and of the others how many they are. */
const MOST_NAMED = 20;
const PORTION = 5_000;

/** Nodes that have accrued something in the tokens of which a whole tree says everything, and that it does not name. */
export async function listGone(
  app: App,
  { tree }: RewardSource,
  root: RootRow,
  rewards: readonly TreeReward[],
): Promise<Fall[]> {
  const gone: Fall[] = [];
  for (const token of tree?.tokens(root) ?? []) {
    const named = new Set(rewards.filter((reward) => reward.token === token).map(({ node }) => node));
    for (let after: number | undefined = 0; after !== undefined; ) {
      const rows = listAccruedTotals(app.db, root.source, { token, after, most: PORTION });
      for (const { node, amount } of rows)
        if (!named.has(node)) gone.push({ node, token, before: amount, now: undefined });
      after = rows.length === PORTION ? rows.at(-1)?.id : undefined;
      await others();
    }
  }
  return gone;
}

/** What is said of amounts that fell by a tree: nothing is ever booked negative. */
export function describeFall(app: App, epoch: number, falls: readonly Fall[]): OddInTree[] {
  const named = falls.slice(0, MOST_NAMED).map(({ node, token, before, now }) => {
    const { symbol, decimals } = tokenOf(app, token);
    const amount = (value: bigint) => `${formatAmount(value, decimals)} ${symbol}`;
    const says = now === undefined ? "no longer names" : "lowers";
    const where = now === undefined ? "" : ` to ${amount(now)}`;
    const what = `The tree of epoch ${epoch} ${says} ${node}${where}, which had earned ${amount(before)} by the trees before; what is booked stays.`;
    return { about: `fall:${epoch}:${node}:${token}`, what };
  });
  const more = falls.length - named.length;
  if (more <= 0) return named;
  const what = `The tree of epoch ${epoch} lowers ${more} more amounts below what the trees before said; what is booked stays.`;
  return [...named, { about: `fall:${epoch}`, what }];
}
