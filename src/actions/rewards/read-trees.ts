import { addOddities } from "../../../db/oddities.ts";
import { immediate } from "../../../db/open.ts";
import { findVerifiedRoot, isRootOpen, listDueRoots, type RootRow, setRoot } from "../../../db/roots.ts";
import type { App } from "../../app.ts";
import { Refusal, Transient } from "../../errors.ts";
import type { RewardSource, TreeReader } from "../../sources/rewards/source.ts";
import { loadTreeText } from "../../sources/trees/load-tree.ts";
import { createTreeVerifier, type TreeVerifier } from "../../sources/trees/tree-verifier.ts";
import { aboutTree, bookTree } from "./book-tree.ts";

/** A file that did not fit is looked at again after so long, in case it was replaced. */
const AGAIN_SECONDS = 3_600;
/** One run looks for so many trees and begins none later than this, so that a place that does not answer holds up no other source for long. */
const MOST_TREES = 50;
const LONG_MS = 60_000;

type Reading = { source: RewardSource; tree: TreeReader; verifier: TreeVerifier };

/**
 * Looks for the trees of roots that count by now (`readTo`: the unix second up to which the source's logs are booked, so that a root
 * taken back is known), verifies all of each against its root and what the chain told beside it, and books what it says; safe to
 * repeat. A file that is not to be had is tried again by every run, one that does not fit is said once and looked at again by the
 * hour. Gives how many rewards were new.
 */
export async function readTrees(app: App, source: RewardSource, readTo: number): Promise<number> {
  const { tree, name } = source;
  if (tree === undefined) return 0;
  const due = listDueRoots(app.db, name, { readTo, again: app.now() - AGAIN_SECONDS, most: MOST_TREES });
  const verifier = createTreeVerifier();
  const began = performance.now();
  let booked = 0;
  try {
    for (const root of due) {
      if (performance.now() - began > LONG_MS) break;
      booked += await readRoot(app, { source, tree, verifier }, root);
    }
  } finally {
    await verifier.close();
  }
  return booked;
}

async function readRoot(app: App, { source, tree, verifier }: Reading, root: RootRow): Promise<number> {
  const earlier = tree.cumulative ? undefined : findVerifiedRoot(app.db, root);
  if (earlier) return closeSecond(app, root, earlier);
  // A tree read a moment ago may have covered it.
  if (!isRootOpen(app.db, root)) return 0;
  try {
    const text = await loadTreeText(tree.place(root), { epoch: root.epoch, root: root.root });
    const verified = await verifier.verify(text, { ...tree.expected(root), root: root.root });
    const { rewards, odd = [] } = tree.read(verified, root);
    return await bookTree(app, source, { root, rewards, odd, isWhole: verified.isWhole });
  } catch (error) {
    if (error instanceof Transient) noteAwaited(app, root, error);
    else if (error instanceof Refusal) noteRefused(app, root, error);
    else throw error;
    return 0;
  }
}

function noteAwaited(app: App, root: RootRow, error: Transient): void {
  const { source, epoch } = root;
  const isNews = root.reason !== error.message;
  note(app, root, "pending", error.message);
  app.log[isNews ? "warn" : "debug"](`rewards:${source}: the tree of epoch ${epoch} is awaited: ${error.message}`);
}

function noteRefused(app: App, root: RootRow, error: Refusal): void {
  const what = `The tree of epoch ${root.epoch} does not fit the chain's root ${root.root}; nothing of it is booked. ${error.message}`;
  note(app, root, "refused", error.message, what);
}

/** Two roots for one epoch would pay everybody twice in the books. */
function closeSecond(app: App, root: RootRow, earlier: RootRow): number {
  const reason = `The tree of epoch ${root.epoch} is booked from the root ${earlier.root} already.`;
  const what = `The chain told of a second root ${root.root} for epoch ${root.epoch}; nothing of it is booked. ${reason}`;
  note(app, root, "closed", reason, what);
  return 0;
}

/** What another run has settled meanwhile stays as it is. */
function note(app: App, root: RootRow, state: RootRow["state"], reason: string, odd?: string): void {
  const { source, block, transaction } = root;
  const isNew = immediate(app.db, () => {
    if (!isRootOpen(app.db, root)) return false;
    setRoot(app.db, root, { state, reason, triedAt: app.now() });
    if (odd === undefined) return false;
    const row = { source, about: aboutTree(root), what: odd, block, transaction, at: app.now() };
    return addOddities(app.db, [row]) > 0;
  });
  if (isNew) app.log.warn(`rewards:${source}: ${odd}`);
}
