import { Refusal } from "../errors.ts";
import type { Call, Outcome, Read } from "./chain.ts";

/** More rounds than any honest read needs. */
const MOST_ROUNDS = 64;

type Running<T> = { index: number; read: Read<T>; calls: readonly Call[] };

/**
 * Advances many reads together, all calls of a round asked at once. A read that refuses ends with its reason; whatever
 * `ask` throws ends all of them, because then nothing is known of any.
 */
export async function runReads<T>(
  reads: readonly Read<T>[],
  ask: (calls: readonly Call[]) => Promise<readonly unknown[]>,
): Promise<Outcome<T>[]> {
  const outcomes: Outcome<T>[] = [];
  const step = ({ index, read }: Omit<Running<T>, "calls">, resume: () => IteratorResult<readonly Call[], T>) => {
    try {
      const { done, value } = resume();
      if (!done) return [{ index, read, calls: value }];
      outcomes[index] = { ok: true, value };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      outcomes[index] = { ok: false, reason: error.message };
    }
    return [];
  };
  let running = reads.flatMap((read, index) => step({ index, read }, () => read.next()));
  for (let round = 0; running.length > 0; round += 1) {
    if (round === MOST_ROUNDS) throw new Refusal(`A read did not end within ${MOST_ROUNDS} rounds.`);
    const results = await ask(running.flatMap(({ calls }) => calls));
    let taken = 0;
    running = running.flatMap((one) => {
      const own = results.slice(taken, taken + one.calls.length);
      taken += one.calls.length;
      return step(one, () => one.read.next(own));
    });
  }
  return outcomes;
}
