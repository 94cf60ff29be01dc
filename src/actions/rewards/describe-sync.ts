import { findCursor } from "../../../db/cursors.ts";
import { listOddities } from "../../../db/oddities.ts";
import { listRoots } from "../../../db/roots.ts";
import { listRuns } from "../../../db/runs.ts";
import type { App } from "../../app.ts";
import { findRewardSource } from "../../sources/rewards/index.ts";
import { type Pace, paceOf, progressOf } from "../books/progress.ts";
import { nameChain } from "../name-chain.ts";
import { cursorOf } from "./read-rewards.ts";
import { FAULT, type RunNote, runOf } from "./run-notes.ts";

/** How far the books of one source are, and what is being done about it. */
export type SourceSync = {
  source: string;
  label: string;
  chainName: string;
  /** The block up to which everything is booked, and its Unix second; undefined before the first run. */
  rightTo: { block: bigint; at: number } | undefined;
  /** While it is being read: the block reached, the one to be reached, and how fast. */
  pace: (Pace & { block: bigint; to: bigint }) | undefined;
  /** The newest run of this process. */
  run: RunNote | undefined;
  /** Trees that are not booked and may yet be, and of the oldest of them why. */
  trees: { waiting: number; oldest: { epoch: number; reason: string | undefined } | undefined };
  /** What was seen and not booked, the newest first. */
  oddities: readonly string[];
};

/** How far the reading of all sources is, as of `now`. */
export type SyncView = {
  sources: readonly SourceSync[];
  isRunning: boolean;
  /** How the job that reads them ended last, also before a restart; Unix seconds. */
  lastRun: { finishedAt: number; failure: string | undefined } | undefined;
  now: number;
};

/** The job that reads all sources. */
const JOB = "read-rewards";

const MOST_ODDITIES = 3;

/** How far the books of every source are. Reads only what is stored and remembered: no chain is asked. */
export function describeSync(app: App): SyncView {
  const sources = Object.keys(app.config.rewards).map((name) => describeSource(app, name));
  const last = listRuns(app.db).find(({ job }) => job === JOB);
  return {
    sources,
    isRunning: sources.some(({ run, pace }) => pace !== undefined || (run !== undefined && run.endedAt === undefined)),
    lastRun: last?.finishedAt ? { finishedAt: last.finishedAt, failure: failureOf(last.failure) } : undefined,
    now: app.now(),
  };
}

/** Has all sources read soon, unless they are being read; gives whether that was needed. */
export function beginSync(app: App): boolean {
  if (describeSync(app).isRunning) return false;
  app.wake(JOB);
  return true;
}

/** A job's failure is kept with the name of its kind; what a fault says is for the log. */
function failureOf(kept: string | null): string | undefined {
  if (kept === null) return undefined;
  return /^(?:Transient|Refusal|Halt): (.*)$/s.exec(kept)?.[1] ?? FAULT;
}

function describeSource(app: App, name: string): SourceSync {
  const { chain, label } = findRewardSource(app.config, name);
  const key = cursorOf(name);
  const cursor = findCursor(app.db, chain, key);
  const progress = progressOf(app, key);
  const waiting = listRoots(app.db, name, ["pending", "refused"]);
  const [oldest] = waiting;
  return {
    ...{ source: name, label, chainName: nameChain(app, chain) },
    rightTo: cursor && { block: cursor.block, at: cursor.at },
    pace: progress && { ...paceOf(progress, performance.now()), block: progress.reached, to: progress.to },
    run: runOf(app, key),
    trees: {
      waiting: waiting.length,
      oldest: oldest && { epoch: oldest.epoch, reason: oldest.reason ?? undefined },
    },
    oddities: listOddities(app.db, name, MOST_ODDITIES).map(({ what }) => what),
  };
}
