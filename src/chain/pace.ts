import { setTimeout as sleep } from "node:timers/promises";
import { ProviderFailure } from "./provider-failure.ts";

/** How much is asked of one provider at once: as much as it allows, learnt from how it answers. */
export type Pace = {
  /** How many requests may be under way now. */
  limit: () => number;
  /** Runs one request when its turn comes, and again after a while where the provider only asked for patience. */
  run: <T>(request: () => Promise<T>, signal?: AbortSignal) => Promise<T>;
};

const FIRST = 2;
const MOST = 8;
const TRIES = 5;
const SHORTEST_WAIT_MS = 250;
/** Whoever asks for more patience than that is left to the next run. */
const LONGEST_WAIT_MS = 10_000;

/** One more at once after as many successes as there were at once; half as many where that was too much, once for each burst. */
export function createPace({ shortestWaitMs = SHORTEST_WAIT_MS } = {}): Pace {
  let limit = FIRST;
  let successes = 0;
  let loweredAt = Number.NEGATIVE_INFINITY;
  let quietUntil = 0;
  const turns = createTurns(() => limit);
  const raise = () => {
    successes += 1;
    if (successes < limit) return;
    successes = 0;
    limit = Math.min(MOST, limit + 1);
  };
  const lower = (begun: number) => {
    successes = 0;
    if (begun < loweredAt) return;
    loweredAt = performance.now();
    limit = Math.max(1, Math.floor(limit / 2));
  };
  /** Whether it is worth waiting for the provider to take more; everybody waits then. */
  const hush = (failure: ProviderFailure, tries: number): boolean => {
    const waitMs = failure.retryAfter === undefined ? shortestWaitMs * 2 ** tries : failure.retryAfter * 1_000;
    if (!failure.throttled || tries === TRIES || waitMs > LONGEST_WAIT_MS) return false;
    quietUntil = Math.max(quietUntil, performance.now() + waitMs);
    return true;
  };
  return {
    limit: () => limit,
    run: async (request, signal) => {
      for (let tries = 1; ; tries += 1) {
        await turns.take();
        try {
          const waitMs = quietUntil - performance.now();
          if (waitMs > 0) await sleep(waitMs, undefined, { signal });
          signal?.throwIfAborted();
          const begun = performance.now();
          try {
            const answer = await request();
            raise();
            return answer;
          } catch (error) {
            if (!(error instanceof ProviderFailure)) throw error;
            if (error.throttled || error.timedOut || error.status === 503) lower(begun);
            if (!hush(error, tries)) throw error;
          }
        } finally {
          turns.give();
        }
      }
    },
  };
}

/** First come, first served, so many at once. */
function createTurns(limit: () => number) {
  const waiting: (() => void)[] = [];
  let taken = 0;
  const serve = () => {
    while (taken < limit()) {
      const next = waiting.shift();
      if (!next) return;
      taken += 1;
      next();
    }
  };
  return {
    take: () =>
      new Promise<void>((resolve) => {
        waiting.push(resolve);
        serve();
      }),
    give: () => {
      taken -= 1;
      serve();
    },
  };
}
