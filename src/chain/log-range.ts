/** How many blocks one request for logs may span with one provider, learnt from what it accepts. */
export type LogRange = { span: () => bigint; accepted: () => void; refused: () => boolean };

const SUCCESSES_TO_GROW = 5;

/** Starts at `first`; halves on a refusal, grows by half after five successes, and closes in on what was refused without asking for it again. */
export function createLogRange(first: number): LogRange {
  let span = BigInt(first);
  let ceiling: bigint | undefined;
  let successes = 0;
  return {
    span: () => span,
    accepted: () => {
      successes += 1;
      if (successes < SUCCESSES_TO_GROW) return;
      successes = 0;
      const grown = span + (span + 1n) / 2n;
      const middle = ceiling === undefined ? grown : span + (ceiling - span + 1n) / 2n;
      span = grown < middle ? grown : middle;
    },
    /** False when there is nothing left to halve. */
    refused: () => {
      successes = 0;
      if (span === 1n) return false;
      ceiling = span - 1n;
      span /= 2n;
      return true;
    },
  };
}
