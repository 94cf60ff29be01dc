/** How many logs a range of blocks is likely to hold, learnt from those that were read. */
export type LogDensity = {
  /** How many blocks are best asked for at once; undefined while nothing is known. */
  span: () => bigint | undefined;
  /** How many logs so many blocks may hold. */
  expected: (blocks: bigint) => number;
  note: (blocks: bigint, logs: number) => void;
};

/** Half of what the strictest of the large providers give at once, so that a fuller stretch is not refused. */
const LOGS_AT_ONCE = 5_000;
const GROWTH = 8n;

/** Aims at answers of some thousand logs: fewer cost requests, more cost memory, or are refused. Grows in steps, because the next blocks may be fuller. */
export function createLogDensity(): LogDensity {
  let span: bigint | undefined;
  let perBlock = 0;
  return {
    span: () => span,
    expected: (blocks) => perBlock * Number(blocks),
    note: (blocks, logs) => {
      perBlock = logs / Number(blocks);
      const fitting = logs === 0 ? undefined : (BigInt(LOGS_AT_ONCE) * blocks) / BigInt(logs) || 1n;
      // A short piece with few logs says nothing about a longer one.
      const grown = blocks >= (span ?? 0n) ? blocks * GROWTH : (span ?? blocks);
      span = fitting !== undefined && fitting < grown ? fitting : grown;
    },
  };
}
