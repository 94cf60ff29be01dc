import { setTimeout as sleep } from "node:timers/promises";
import { Transient } from "../errors.ts";
import type { Provider } from "./provider.ts";
import { ProviderFailure } from "./provider-failure.ts";

/** The providers of one chain as one. */
export type Pool = {
  /** Runs a piece of work whole with one provider, then with the next if that one fails; throws Transient when none is left. */
  use: <T>(what: string, work: (provider: Provider) => Promise<T>) => Promise<T>;
  /** Runs it with every provider that is not resting, all at once; those that fail are left out. */
  useAll: <T>(work: (provider: Provider) => Promise<T>) => Promise<{ provider: Provider; value: T }[]>;
  /** Runs it with one provider after the other until `isEnough` says so, and gives what each of them said. */
  useEach: <T>(
    work: (provider: Provider) => Promise<T>,
    isEnough: (answers: readonly Answer<T>[]) => boolean,
  ) => Promise<Round<T>>;
  /** Runs it with one provider; throws Transient when it fails. */
  useOne: <T>(what: string, provider: Provider, work: (provider: Provider) => Promise<T>) => Promise<T>;
  /** How many providers there are, of use or not. */
  size: number;
  /** The failure that ends a piece of work until the next run. */
  refuse: (message: string, what: string, failures: readonly string[]) => Transient;
};

/** What one provider said. */
export type Answer<T> = { provider: Provider; value: T };

/** What providers said that were asked one after the other, and why others did not. */
export type Round<T> = { answers: readonly Answer<T>[]; failures: readonly string[] };

const SECOND_TRY_MS = 250;

/**
 * Work is never split between providers: two nodes may stand at different heights, and half an answer of each is a wrong one.
 * Providers are tried in order of preference; resting ones only when no other is left, and then the one due first.
 */
export function createPool(providers: readonly Provider[], chain: { id: number; name: string }): Pool {
  const refuse = (message: string, what: string, failures: readonly string[]) =>
    new Transient(message, { context: { chain: chain.id, what, failures } });
  const useEach: Pool["useEach"] = async (work, isEnough) => {
    const failures = providers.filter(isUnfit).map(({ label }) => `${label} serves another chain`);
    const answers: Answer<Awaited<ReturnType<typeof work>>>[] = [];
    for (const provider of candidates(providers)) {
      const value = await runTwice(provider, work);
      if (value instanceof ProviderFailure) failures.push(`${provider.label} ${value.message}`);
      else answers.push({ provider, value });
      if (isEnough(answers)) break;
    }
    return { answers, failures };
  };
  const nothing = (what: string, failures: readonly string[]) =>
    refuse(`No provider of ${chain.name} gave a usable answer.`, what, failures);
  return {
    size: providers.length,
    refuse,
    useEach,
    use: async (what, work) => {
      const { answers, failures } = await useEach(work, ({ length }) => length > 0);
      const [first] = answers;
      if (first) return first.value;
      throw nothing(what, failures);
    },
    useOne: async (what, provider, work) => {
      const outcome = await run(provider, work);
      if (!(outcome instanceof ProviderFailure)) return outcome;
      throw nothing(what, [`${provider.label} ${outcome.message}`]);
    },
    useAll: async (work) => {
      const answers = await Promise.all(
        candidates(providers).map(async (provider) => ({ provider, value: await run(provider, work) })),
      );
      return answers.flatMap(({ provider, value }) => (value instanceof ProviderFailure ? [] : [{ provider, value }]));
    },
  };
}

async function run<T>(provider: Provider, work: (provider: Provider) => Promise<T>): Promise<T | ProviderFailure> {
  try {
    await provider.check();
    const value = await work(provider);
    provider.noteSuccess();
    return value;
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    provider.noteFailure(error);
    return error;
  }
}

async function runTwice<T>(provider: Provider, work: (provider: Provider) => Promise<T>) {
  const outcome = await run(provider, work);
  if (!(outcome instanceof ProviderFailure) || !outcome.broken) return outcome;
  await sleep(SECOND_TRY_MS);
  return run(provider, work);
}

function isUnfit(provider: Provider): boolean {
  return provider.restMs() === Number.POSITIVE_INFINITY;
}

function candidates(providers: readonly Provider[]): readonly Provider[] {
  const usable = providers.filter((provider) => !isUnfit(provider));
  const rested = usable.filter((provider) => provider.restMs() === 0);
  if (rested.length > 0) return rested;
  return usable.sort((a, b) => a.restMs() - b.restMs()).slice(0, 1);
}
