import { setImmediate as others } from "node:timers/promises";
import { outdateReports } from "../../../db/corrections.ts";
import { addOddities, dropOddity } from "../../../db/oddities.ts";
import { immediate } from "../../../db/open.ts";
import { addRewards, createAccrued, type NewReward } from "../../../db/rewards.ts";
import { closeOlderRoots, isRootOpen, type RootRow, setRoot } from "../../../db/roots.ts";
import type { App } from "../../app.ts";
import { epochAt } from "../../core/rewards/epochs.ts";
import type { OddInTree, RewardSource, TreeReward } from "../../sources/rewards/source.ts";
import { describeFall, type Fall, listGone } from "./fallen-amounts.ts";

/** What a verified tree says; `isWhole` where it says everything of its tokens. */
export type TreeToBook = {
  root: RootRow;
  rewards: readonly TreeReward[];
  odd: readonly OddInTree[];
  isWhole: boolean;
};

/** Under which name a root's tree is said not to fit, until one does. */
export const aboutTree = ({ epoch, block, logIndex }: RootRow) => `tree:${epoch}:${block}:${logIndex}`;

/** So many rewards are booked at once; more would keep whoever clicks waiting for longer than a tenth of a second. */
const PORTION = 4_000;

/**
 * Books what a verified tree says. The last transaction makes its root verified and closes the older ones that a cumulative tree covers; a
 * tree of up to one portion has no other. Larger ones are booked portion by portion, because one transaction of a hundred thousand rows
 * would answer nobody for a second: what is cut short leaves rows that are right by themselves and a root still open, and the next run
 * adds what is missing, because each reward has its place by root, node and token, and a cumulative amount counts from what is
 * booked. Gives how many rewards were new.
 */
export async function bookTree(app: App, source: RewardSource, tree: TreeToBook): Promise<number> {
  const { root, rewards } = tree;
  const isCumulative = source.tree?.cumulative === true;
  const parts = new Map([...new Set(rewards.map(({ token }) => token))].sort().map((token, part) => [token, part]));
  const epoch = isCumulative ? epochAt(root.at, source.epochSeconds) : root.epoch;
  const falls: Fall[] = isCumulative && tree.isWhole ? await listGone(app, source, root, rewards) : [];
  let added = 0;
  for (let from = 0; from === 0 || from < rewards.length; from += PORTION) {
    const portion = rewards.slice(from, from + PORTION);
    const isLast = from + PORTION >= rewards.length;
    const booked = immediate(app.db, () => {
      if (!isRootOpen(app.db, root)) return undefined;
      const earned = isCumulative ? sinceBooked(app, root.source, portion, falls) : portion;
      const rows = earned.map((reward) => rowOf(reward, root, { epoch, part: parts.get(reward.token) ?? 0 }));
      const count = addRewards(app.db, root.source, rows);
      if (count > 0) outdateReports(app.db, root.at, app.now());
      if (isLast) settleRoot(app, tree, falls, isCumulative);
      return count;
    });
    // Another run was faster; what it booked counts.
    if (booked === undefined) return added;
    added += booked;
    if (!isLast) await others();
  }
  return added;
}

/** What cumulative amounts are above what is booked; those below are noted among the falls. */
function sinceBooked(app: App, source: string, rewards: readonly TreeReward[], falls: Fall[]): TreeReward[] {
  const accrued = createAccrued(app.db, source);
  return rewards.flatMap((reward) => {
    const { node, token, amount } = reward;
    const before = accrued(node, token);
    if (amount < before) falls.push({ node, token, before, now: amount });
    return amount > before ? [{ ...reward, amount: amount - before }] : [];
  });
}

function rowOf(
  { node, recipient, token, amount }: TreeReward,
  { block, logIndex, transaction, at }: RootRow,
  { epoch, part }: { epoch: number; part: number },
): NewReward {
  return { node, recipient, token, amount, kind: "accrued", epoch, part, block, logIndex, transaction, at };
}

function settleRoot(app: App, { root, odd }: TreeToBook, falls: readonly Fall[], isCumulative: boolean): void {
  const { source, epoch, block, transaction } = root;
  setRoot(app.db, root, { state: "verified", reason: null, triedAt: app.now() });
  dropOddity(app.db, source, aboutTree(root));
  if (isCumulative)
    closeOlderRoots(app.db, root, `The tree of epoch ${epoch} is newer and was read: it holds all that this one held.`);
  const all = [...odd, ...describeFall(app, epoch, falls)];
  addOddities(
    app.db,
    all.map(({ about, what }) => ({ source, about, what, block, transaction, at: app.now() })),
  );
}
