import { bare } from "../../sanitize.ts";
import type { RewardTree } from "./tree.ts";

/** What a verified tree is, line by line, to be read in a terminal; amounts in smallest units. */
export function describeTree(tree: RewardTree): string[] {
  const { format, epoch, root, leaves, totals, cumulative, isWhole } = tree;
  const of = epoch === undefined ? "" : `, epoch ${epoch}`;
  return [
    `A reward tree (${format}${of}).`,
    `Root: ${root}`,
    `Nodes: ${leaves.length}`,
    ...[...totals].map(([token, total]) => `${bare(token, 80)}: ${total} (smallest units)`),
    cumulative ? "Amounts are all that was ever earned." : "Amounts are what was earned in this epoch.",
    isWhole
      ? "Every proof holds, the totals are the sums, and nobody is left out."
      : "Every proof holds. This is a part of the tree: of whom it does not show nothing is known.",
  ];
}
