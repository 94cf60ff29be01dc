import type { Period } from "./periods.ts";
import type { StatementBlock } from "./statement.ts";

/** A stretch of time on one chain, and the blocks whose readings stand for its two ends. */
export type Stretch = {
  from: number;
  to: number;
  opening: bigint | undefined;
  closing: bigint | undefined;
  /** True where the chain is known to have had no block in between: then nothing was earned, which is not the same as unknown. */
  quiet?: boolean;
};

/** The blocks that stand for the two ends of a period on a chain: the newest ones read at or before them. */
export function stretchOf(
  { readAt, newest }: { readAt: readonly StatementBlock[]; newest: readonly StatementBlock[] },
  chain: number,
  { from, to }: Period,
): Stretch {
  const last = (at: number) => readAt.findLast((block) => block.chain === chain && block.timestamp <= at)?.block;
  const [opening, closing] = [last(from), last(to)];
  const end = newest.find((block) => block.chain === chain);
  return { from, to, opening, closing, quiet: end !== undefined && end.block === opening };
}
