import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { percentile, print, round } from "./figure.ts";
import { type Course, type Run, runScript } from "./ingest/contender.ts";
import { runPonder, whyNoPonder } from "./ingest/ponder.ts";
import { type RewardChain, startRewardChain } from "./ingest/reward-chain.ts";

/** How many rewards are read, and how often each contender reads them. */
export type IngestOptions = { events: number; runs: number };

type Contender = { name: string; run: (course: Course) => Promise<Run> };

const MEMORY_TARGET_MB = 300;

/** What Steward is held against: at least so many times as fast as each. */
const TARGETS: Readonly<Record<string, number>> = { ponder: 6, obvious: 3, bare: 0.6 };

/** Rewards from an RPC to committed rows: Steward, the peers and the limits one after the other, and that over again, each in a fresh process. */
export async function measureIngest({ events, runs }: IngestOptions): Promise<void> {
  const chain = await startRewardChain(events);
  const folder = mkdtempSync(join(tmpdir(), "steward-ingest-"));
  try {
    const list = contenders(join(folder, "asked"));
    const found = new Map<string, Run[]>(list.map(({ name }) => [name, []]));
    for (let round = 0; round < runs; round += 1) {
      for (const { name, run } of list) {
        const course = { chain, folder: join(folder, name) };
        found.get(name)?.push(await run(course));
        rmSync(course.folder, { recursive: true, force: true });
      }
      rmSync(join(folder, "asked"));
    }
    for (const [name, list] of found) printContender(name, chain, list);
    for (const name of found.keys()) if (name !== "steward") printRatio(name, found);
  } finally {
    await chain.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In the order they run in: the limits ask again what Steward asked before them. */
function contenders(asked: string): Contender[] {
  const list: Contender[] = [
    { name: "steward", run: (course) => runScript(course, "steward.ts", { GAUGE_BODIES: asked }) },
    { name: "obvious", run: (course) => runScript(course, "obvious.ts") },
    { name: "bare", run: (course) => runScript(course, "bare.ts", { BARE_BODIES: asked }) },
    { name: "bare-once", run: (course) => runScript(course, "bare.ts", { BARE_BODIES: asked, BARE_ONCE: "yes" }) },
  ];
  const why = whyNoPonder();
  if (why === undefined) return [...list, { name: "ponder", run: runPonder }];
  console.error(`${why} Steward is measured without ponder beside it.`);
  return list;
}

function printContender(name: string, { events }: RewardChain, runs: readonly Run[]): void {
  const rates = runs.map(({ readingSeconds }) => events / readingSeconds);
  const middle = (pick: (run: Run) => number) => round(percentile(runs.map(pick), 0.5));
  const peakMb = middle((run) => run.peakMb);
  const facts = {
    events,
    runs: rates.map(Math.round),
    readingSeconds: middle((run) => run.readingSeconds),
    secondsWithStart: middle((run) => run.seconds),
    httpRequests: middle((run) => run.requests),
    rpcCalls: middle((run) => run.calls),
    peakMb,
    cpuSeconds: middle((run) => run.cpuSeconds),
  };
  print({ figure: `ingest-${name}`, value: Math.round(percentile(rates, 0.5)), unit: "events per second", facts });
  if (name !== "steward") return;
  print({ figure: "ingest-memory", value: peakMb, unit: "MB", target: `< ${MEMORY_TARGET_MB}`, facts: { events } });
}

/** How many times as fast as another Steward was, run by run: from the first request for logs on, and from the start of the process on. */
function printRatio(name: string, found: ReadonlyMap<string, readonly Run[]>): void {
  const own = found.get("steward") ?? [];
  const ratios = (pick: (run: Run) => number) =>
    (found.get(name) ?? []).map((run, index) => hundredths(pick(run) / pick(own[index] as Run)));
  const reading = ratios((run) => run.readingSeconds);
  const withStart = ratios((run) => run.seconds);
  const target = TARGETS[name];
  print({
    figure: `ingest-against-${name}`,
    value: percentile(reading, 0.5),
    unit: "times as fast",
    ...(target === undefined ? {} : { target: `>= ${target}` }),
    facts: { runs: reading, withStart: percentile(withStart, 0.5), runsWithStart: withStart },
  });
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
