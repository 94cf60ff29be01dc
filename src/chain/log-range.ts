/** How many blocks one request for logs may span with one provider, learnt from what it accepts. */
export type LogRange = {
  span: () => bigint;
  /** After an answer to a request of the whole span. */
  accepted: () => void;
  /** After a refusal of so many blocks. */
  refused: (asked?: bigint) => void;
};

const SUCCESSES_TO_GROW = 5;
const SUCCESSES_TO_FORGET = 20;

/**
 * Starts at `first`; halves on a refusal, grows by half after five successes, and closes in on what was refused without asking
 * for it again; one that `forgets` does so after twenty successes, because what is too much there may not be so elsewhere.
 */
export function createLogRange(first: number | bigint, { forgets = false } = {}): LogRange {
  let span = BigInt(first);
  let ceiling: bigint | undefined;
  let successes = 0;
  let sinceRefusal = 0;
  return {
    span: () => span,
    accepted: () => {
      successes += 1;
      sinceRefusal += 1;
      if (forgets && sinceRefusal >= SUCCESSES_TO_FORGET) ceiling = undefined;
      if (successes < SUCCESSES_TO_GROW) return;
      successes = 0;
      const grown = span + (span + 1n) / 2n;
      const middle = ceiling === undefined ? grown : span + (ceiling - span + 1n) / 2n;
      span = grown < middle ? grown : middle;
    },
    refused: (asked = span) => {
      successes = 0;
      sinceRefusal = 0;
      // Several may have been asked at once: what was learnt meanwhile from a shorter one holds.
      if (asked > span || asked === 1n) return;
      ceiling = asked - 1n;
      span = asked / 2n;
    },
  };
}
