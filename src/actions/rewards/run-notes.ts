import type { App } from "../../app.ts";
import type { ProviderRequests } from "../../chain/chain.ts";
import { BotError } from "../../errors.ts";
import type { RewardSource } from "../../sources/rewards/source.ts";
import { newestProgress, type Progress } from "../books/progress.ts";

/** What is known of a source's newest run; times in Unix seconds. It is forgotten with the process: what is booked is in the database. */
export type RunNote = {
  chain: number;
  beganAt: number;
  endedAt: number | undefined;
  /** What was read; undefined where there was nothing new to read. */
  progress: Progress | undefined;
  /** What each provider of the chain was asked while it ran. */
  requests: readonly ProviderRequests[];
  /** Whether another source of the same chain was read at the same time, so that both are told what was asked for either. */
  isShared: boolean;
  /** Why it failed, in words that may be shown. */
  failure: string | undefined;
};

/** What is said of a failure that was not expected. */
export const FAULT = "It failed by a fault of Steward's; the log says more.";

type Kept = RunNote & { before: readonly ProviderRequests[]; progressBefore: Progress | undefined };

const notes = new WeakMap<App["db"], Map<string, Kept>>();

/** Runs what reads a source, and keeps how it went. `key` is the name its cursor is kept under. */
export async function noteRun<T>(app: App, source: RewardSource, key: string, run: () => Promise<T>): Promise<T> {
  const known = notes.get(app.db) ?? new Map<string, Kept>();
  notes.set(app.db, known);
  const beside = [...known.values()].filter(({ chain, endedAt }) => chain === source.chain && endedAt === undefined);
  for (const other of beside) other.isShared = true;
  const note: Kept = {
    ...{ chain: source.chain, beganAt: app.now(), endedAt: undefined, failure: undefined, progress: undefined },
    ...{ requests: [], isShared: beside.length > 0 },
    ...{ before: app.chains.get(source.chain).requests(), progressBefore: newestProgress(app, key) },
  };
  known.set(key, note);
  try {
    return await run();
  } catch (error) {
    note.failure = error instanceof BotError ? error.message : FAULT;
    throw error;
  } finally {
    Object.assign(note, soFar(app, key, note), { endedAt: app.now() });
  }
}

/** How a source's newest run went, or is going; undefined before the first one of this process. */
export function runOf(app: App, key: string): RunNote | undefined {
  const note = notes.get(app.db)?.get(key);
  if (!note || note.endedAt !== undefined) return note;
  return { ...note, ...soFar(app, key, note) };
}

function soFar(app: App, key: string, { chain, before, progressBefore }: Kept): Pick<RunNote, "progress" | "requests"> {
  const progress = newestProgress(app, key);
  return {
    progress: progress === progressBefore ? undefined : progress,
    requests: askedSince(before, app.chains.get(chain).requests()),
  };
}

/** What was asked between two counts; providers are named by their place, which stays. */
export function askedSince(
  before: readonly ProviderRequests[],
  after: readonly ProviderRequests[],
): ProviderRequests[] {
  return after.map(({ provider, calls, httpRequests, failed }, index) => {
    const first = before[index];
    return {
      provider,
      calls: calls - (first?.calls ?? 0),
      httpRequests: httpRequests - (first?.httpRequests ?? 0),
      failed: failed - (first?.failed ?? 0),
    };
  });
}
