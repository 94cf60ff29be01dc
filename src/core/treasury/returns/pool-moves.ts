import type { FlowFact, PositionFacts, ReadingFact } from "../position-facts.ts";

/** What one log put into a pool or took out of it: an amount for each of the pool's tokens, and the shares that it says so much was. */
export type PoolMove = Pick<FlowFact, "block" | "at" | "direction" | "shares"> & { amounts: readonly bigint[] };

/** The moves of a pool's legs up to a block, oldest first. */
export function poolMoves(legs: readonly PositionFacts[], until: bigint): PoolMove[] {
  const moves = new Map<string, PoolMove & { amounts: bigint[]; logIndex: number }>();
  for (const [index, { flows }] of legs.entries()) {
    for (const { transaction, logIndex, part, block, at, direction, amount, shares } of flows) {
      if (block > until) continue;
      const key = [transaction, logIndex, part, direction].join(" ");
      const amounts = legs.map(() => 0n);
      const move = moves.get(key) ?? { block, at, direction, shares, logIndex, amounts };
      move.amounts[index] = amount;
      moves.set(key, move);
    }
  }
  return [...moves.values()].sort((a, b) =>
    a.block === b.block ? a.logIndex - b.logIndex : a.block < b.block ? -1 : 1,
  );
}

/** What a leg had been given by the block of a reading otherwise than by flows: what it holds, less what came, plus what went. */
export function gainedBy({ flows }: PositionFacts, { block, amount }: ReadingFact): bigint {
  return flows.reduce((sum, flow) => {
    if (flow.block > block) return sum;
    return flow.direction === "in" ? sum - flow.amount : sum + flow.amount;
  }, amount);
}
