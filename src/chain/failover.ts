import { setTimeout as sleep } from "node:timers/promises";
import { Transient } from "../errors.ts";
import type { Provider } from "./provider.ts";
import { ProviderFailure } from "./provider-failure.ts";

/** The providers of one chain as one. */
export type Pool = {
  /** Runs a piece of work whole with one provider, then with the next if that one fails; throws Transient when none is left. */
  use: <T>(what: string, work: (provider: Provider) => Promise<T>) => Promise<T>;
  /** Runs it with every provider that is not resting, one after the other; those that fail are left out. */
  useAll: <T>(work: (provider: Provider) => Promise<T>) => Promise<{ provider: Provider; value: T }[]>;
};

const SECOND_TRY_MS = 250;

/**
 * Work is never split between providers: two nodes may stand at different heights, and half an answer of each is a wrong one.
 * Providers are tried in order of preference; resting ones only when no other is left, and then the one due first.
 */
export function createPool(providers: readonly Provider[], chain: { id: number; name: string }): Pool {
  const run = async <T>(provider: Provider, work: (provider: Provider) => Promise<T>): Promise<T | ProviderFailure> => {
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
  };
  return {
    use: async (what, work) => {
      const failures = providers.filter(isUnfit).map(({ label }) => `${label} serves another chain`);
      for (const provider of candidates(providers)) {
        let outcome = await run(provider, work);
        if (outcome instanceof ProviderFailure && outcome.broken) {
          await sleep(SECOND_TRY_MS);
          outcome = await run(provider, work);
        }
        if (!(outcome instanceof ProviderFailure)) return outcome;
        failures.push(`${provider.label} ${outcome.message}`);
      }
      throw new Transient(`No provider of ${chain.name} gave a usable answer.`, {
        context: { chain: chain.id, what, failures },
      });
    },
    useAll: async (work) => {
      const found = [];
      for (const provider of candidates(providers)) {
        const value = await run(provider, work);
        if (!(value instanceof ProviderFailure)) found.push({ provider, value });
      }
      return found;
    },
  };
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
