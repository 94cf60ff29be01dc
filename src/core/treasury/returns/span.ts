import { RAY } from "../legs.ts";

/** Principal that moved at a Unix second: positive when put in. */
export type Movement = { at: number; amount: bigint };

/** A stretch between two valuations, and what was put in (positive) or taken out within it: money in one integer unit, times in Unix seconds. */
export type Span = { from: number; to: number; opening: bigint; closing: bigint; flows: readonly Movement[] };

/**
 * Modified Dietz: what a stretch gained over the money that was in it, weighted by how long; at a scale of 1e27, rounded toward zero.
 * Exact where nothing moved between its ends. Undefined where no money was in it, but 0 where none was and nothing was gained.
 */
export function modifiedDietz({ from, to, opening, closing, flows }: Span): bigint | undefined {
  const net = flows.reduce((sum, { amount }) => sum + amount, 0n);
  const gain = closing - opening - net;
  const held = moneySeconds({ from, to, opening, flows });
  if (held > 0n) return (gain * BigInt(to - from) * RAY) / held;
  return held === 0n && gain === 0n ? 0n : undefined;
}

/** Whether all that moved did so at an end of the stretch, so that its return takes no assumption. */
export function isBrokenAtFlows({ from, to, flows }: Span): boolean {
  return flows.every(({ at }) => at <= from || at >= to);
}

/** The money of a stretch times the seconds it was there, exactly: what moved counts from when it did, or from the end of the stretch that it lies beyond. */
export function moneySeconds({ from, to, opening, flows }: Omit<Span, "closing">): bigint {
  return flows.reduce(
    (sum, { at, amount }) => sum + amount * BigInt(to - Math.min(Math.max(at, from), to)),
    opening * BigInt(to - from),
  );
}
