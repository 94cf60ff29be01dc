import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { listRuns } from "../../db/runs.ts";
import type { App } from "../../src/app.ts";
import { Halt, Transient } from "../../src/errors.ts";
import type { Log } from "../../src/log.ts";
import { keepRuns } from "../../src/scheduler/keep-runs.ts";
import { createScheduler, type Job, type Run, type Scheduler } from "../../src/scheduler/scheduler.ts";
import { createTestApp } from "../support/app.ts";

type Line = [level: string, message: string, facts: Record<string, unknown> | undefined];

let scheduler: Scheduler | undefined;

afterEach(() => scheduler?.stop());

/** A scheduler whose jobs never wake by cron, on a clock the test moves. */
function build(run: Job["run"], name = "job") {
  const lines: Line[] = [];
  const runs: Run[] = [];
  const clock = { now: 1_700_000_000 };
  const at = (level: string) => (message: string, facts?: Record<string, unknown>) =>
    void lines.push([level, message, facts]);
  const log: Log = { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
  // The scheduler uses no more of the app than its clock, and hands the rest on to jobs.
  const app = { now: () => clock.now } as unknown as App;
  const made = createScheduler({
    jobs: [{ name, schedule: "0 0 1 1 *", run }],
    app,
    log,
    onRun: (one) => runs.push(one),
  });
  scheduler = made;
  return { lines, runs, clock, scheduler: made };
}

test("default: a job runs at the start, and says what it did", async () => {
  const { scheduler, lines, runs } = build(async () => ({ did: { posted: 2, skipped: 0 } }));
  scheduler.start();
  await expect.poll(() => runs.length).toBe(1);
  expect(lines).toEqual([["info", "job ran.", { job: "job", ms: expect.any(Number), posted: 2 }]]);
  expect(runs[0]).toMatchObject({ job: "job", startedAt: 1_700_000_000, finishedAt: 1_700_000_000, failure: null });
});

test("behavior: wakes gather into one run, and into one more while it runs; never two at a time", async () => {
  let inside = 0;
  let most = 0;
  let count = 0;
  const { scheduler, runs } = build(async () => {
    count += 1;
    most = Math.max(most, ++inside);
    await sleep(60);
    inside -= 1;
    return {};
  });
  for (let i = 0; i < 100; i += 1) scheduler.wake("job");
  await expect.poll(() => count).toBe(1);
  for (let i = 0; i < 100; i += 1) scheduler.wake("job");
  await expect.poll(() => runs.length).toBe(2);
  await sleep(80);
  expect({ count, most }).toEqual({ count: 2, most: 1 });
});

test("behavior: a wish for later is kept when the clock moves past it", async () => {
  const seen: number[] = [];
  const { scheduler, clock, runs } = build(async (app) => {
    seen.push(app.now());
    return { again: 1_700_086_400 };
  });
  scheduler.start();
  await expect.poll(() => runs.length).toBe(1);
  clock.now = 1_700_086_400;
  scheduler.clockMoved();
  await expect.poll(() => runs.length).toBe(2);
  expect(seen).toEqual([1_700_000_000, 1_700_086_400]);
});

test("boundary: a job that always wishes for the past rests between its runs", async () => {
  const { scheduler, runs } = build(async () => ({ again: 0 }));
  scheduler.start();
  await sleep(700);
  expect(runs.length).toBeGreaterThanOrEqual(2);
  expect(runs.length).toBeLessThanOrEqual(3);
});

test("error: a failure is said once per change of state, retried, and its end is said", async () => {
  let failures = 0;
  const { scheduler, lines, runs } = build(async () => {
    failures += 1;
    if (failures <= 2) throw new Transient("No provider answers.");
    return {};
  });
  scheduler.start();
  await expect.poll(() => runs.length).toBe(1);
  scheduler.wake("job");
  await expect.poll(() => runs.length).toBe(2);
  scheduler.wake("job");
  await expect.poll(() => runs.length).toBe(3);
  expect(lines.map(([level, message]) => `${level} ${message}`)).toEqual([
    "warn job failed and will be tried again.",
    "debug job failed and will be tried again.",
    "info job works again.",
    "debug job ran.",
  ]);
  expect(runs.map((run) => run.failure)).toEqual([
    "Transient: No provider answers.",
    "Transient: No provider answers.",
    null,
  ]);
});

test("error: a failed job comes back by itself", async () => {
  let count = 0;
  const { scheduler, clock, runs } = build(async () => {
    count += 1;
    if (count === 1) throw new TypeError("a bug");
    return {};
  });
  scheduler.start();
  await expect.poll(() => runs.length).toBe(1);
  clock.now += 2;
  await expect.poll(() => runs.length, { timeout: 4_000 }).toBe(2);
});

test("error: a halt stops the job for good, loudly", async () => {
  const { scheduler, lines, runs } = build(async () => {
    throw new Halt("A final block was replaced.");
  });
  scheduler.start();
  await expect.poll(() => runs.length).toBe(1);
  scheduler.wake("job");
  scheduler.clockMoved();
  await sleep(60);
  expect(runs).toHaveLength(1);
  expect(lines[0]?.[0]).toBe("error");
});

test("behavior: stopping waits for the run under way and starts no other", async () => {
  let ended = false;
  const { scheduler, runs } = build(async () => {
    await sleep(80);
    ended = true;
    return { again: 0 };
  });
  scheduler.start();
  await sleep(40);
  scheduler.wake("job");
  await scheduler.stop();
  expect(ended).toBe(true);
  await sleep(60);
  expect(runs).toHaveLength(1);
});

test("behavior: a run is written down when its outcome changes, else twice a minute", () => {
  const { db } = createTestApp();
  const keep = keepRuns(db);
  const run = (finishedAt: number, failure: string | null = null) =>
    keep({ job: "job", startedAt: finishedAt - 1, finishedAt, ms: 5, failure });
  const kept = () => listRuns(db).map(({ finishedAt, failure }) => ({ finishedAt, failure }));
  run(100);
  run(129);
  expect(kept()).toEqual([{ finishedAt: 100, failure: null }]);
  run(130);
  expect(kept()).toEqual([{ finishedAt: 130, failure: null }]);
  run(131, "Transient: No provider answers.");
  expect(kept()).toEqual([{ finishedAt: 131, failure: "Transient: No provider answers." }]);
});
