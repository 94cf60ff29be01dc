import { LATELY, type NodeView } from "../../../actions/nodes/node-view.ts";
import { percentAbove } from "../../../core/rewards/against-middle.ts";

/** Nodes in the order in which somebody should look at them: those that miss most now, then those furthest below the middle, those that left last. */
export function byNeed(nodes: readonly NodeView[]): NodeView[] {
  return [...nodes].sort(
    (a, b) =>
      Number(a.until !== undefined) - Number(b.until !== undefined) ||
      missedLately(b) - missedLately(a) ||
      b.attendance.missed - a.attendance.missed ||
      aboveOf(a) - aboveOf(b),
  );
}

/** How many of the last seven epochs a node that is at work missed; the open one is none of them. */
export function missedLately({ pays, until }: NodeView): number {
  if (until !== undefined) return 0;
  return pays.slice(-LATELY - 1, -1).filter((pay) => pay === "missed").length;
}

function aboveOf({ against }: NodeView): number {
  return against === undefined ? 0 : Number(percentAbove(against));
}
