import { parentPort } from "node:worker_threads";
import { type Expected, readTree } from "../../core/rewards/merkle/read-tree.ts";
import type { RewardTree, TreeLeaf } from "../../core/rewards/merkle/tree.ts";
import { BotError } from "../../errors.ts";

/** What the thread is asked: to verify one tree file. */
export type Question = { text: string; expected: Expected };

/** What it answers: leaves in portions and at last the tree they belong to, or why there is none. */
export type Answer =
  | { leaves: readonly TreeLeaf[] }
  | { tree: Omit<RewardTree, "leaves"> }
  | { refused: string; hint: string | undefined }
  | { failed: string };

/** So many leaves are handed over at once that whoever takes them is held up for a few milliseconds only. */
const PORTION = 2_000;

parentPort?.on("message", ({ text, expected }: Question) => {
  try {
    const { leaves, ...tree } = readTree(text, expected);
    for (let from = 0; from < leaves.length; from += PORTION)
      // Proofs have done their work, and are most of a tree.
      answer({ leaves: leaves.slice(from, from + PORTION).map(({ proof: _, ...leaf }) => leaf) });
    answer({ tree });
  } catch (error) {
    if (error instanceof BotError) answer({ refused: error.message, hint: error.hint });
    else answer({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});

function answer(one: Answer): void {
  parentPort?.postMessage(one);
}
