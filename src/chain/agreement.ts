import type { Log } from "../log.ts";
import type { Answer, Pool } from "./failover.ts";
import type { Provider } from "./provider.ts";

/** What two providers have to agree on, and what is done where only one answers. */
export type Question<T> = {
  what: string;
  /** Questions of one key wait together: the same thing at another moment, or its next part. */
  key: string;
  /** Whether it is what is waited for now, which is so if nothing is said; what is asked ahead says nothing of that. */
  isNext?: () => boolean;
  ask: (provider: Provider) => Promise<T>;
  same: (one: T, other: T) => boolean;
  tell: (answer: T) => string;
  /** Looks harder at the only answer there is; throws ProviderFailure when it does not hold. */
  alone: (provider: Provider, answer: T) => Promise<void>;
};

/** What two providers say alike; throws Transient where they do not. */
export type Agreement = <T>(question: Question<T>) => Promise<T>;

/** A second provider is waited for that long; after that, books that stand still are worse than one witness. */
const PATIENCE_MS = 10 * 60_000;

type Options = { chain: { id: number; name: string }; patienceMs?: number | undefined };

/**
 * Asks until two agree. One answer of several providers is waited with, then looked at harder and believed, which is said in
 * the log once; the answer of an only provider is always looked at harder. Two answers that differ are never chosen between.
 */
export function createAgreement(pool: Pool, { chain, patienceMs = PATIENCE_MS }: Options, log: Log): Agreement {
  const patience = createPatience(patienceMs);
  const believeAlone = async <T>(question: Question<T>, answer: Answer<T>, failures: readonly string[]): Promise<T> => {
    const { what, key, alone } = question;
    const { provider, value } = answer;
    if (pool.size > 1 && !patience.isOver(key)) {
      const message = `Only ${provider.label} of ${chain.name} tells of ${what}; a second one is waited for.`;
      throw pool.refuse(message, what, failures);
    }
    await pool.useOne(what, provider, (it) => alone(it, value));
    if (pool.size > 1 && patience.isNews(key)) {
      const facts = { chain: chain.id, what, failures };
      log.warn(`${provider.label} of ${chain.name} is believed without a second one`, facts);
    }
    return value;
  };
  return async <T>(question: Question<T>): Promise<T> => {
    const { what, key, isNext, ask, same, tell } = question;
    const agreed = (answers: readonly Answer<T>[]) =>
      answers.find((one, index) => answers.slice(index + 1).some((other) => same(one.value, other.value)));
    const { answers, failures } = await pool.useEach(ask, (list) => agreed(list) !== undefined);
    const shared = agreed(answers);
    if (shared) {
      if (isNext?.() ?? true) patience.begin(key);
      return shared.value;
    }
    const [only, ...others] = answers;
    if (!only) throw pool.refuse(`No provider of ${chain.name} gave a usable answer.`, what, failures);
    if (others.length === 0) return believeAlone(question, only, failures);
    const said = answers.map(({ provider, value }) => `${provider.label} says ${tell(value)}`);
    throw pool.refuse(`The providers of ${chain.name} disagree about ${what}.`, what, [...failures, ...said]);
  };
}

/** How long each question has been answered by one provider only; by the machine's monotonic clock, as their rests are. */
function createPatience(patienceMs: number) {
  const since = new Map<string, { begun: number; said: boolean }>();
  return {
    begin: (key: string) => void since.delete(key),
    isOver: (key: string) => {
      const known = since.get(key) ?? { begun: performance.now(), said: false };
      since.set(key, known);
      return performance.now() - known.begun >= patienceMs;
    },
    isNews: (key: string) => {
      const known = since.get(key);
      if (!known || known.said) return false;
      known.said = true;
      return true;
    },
  };
}
