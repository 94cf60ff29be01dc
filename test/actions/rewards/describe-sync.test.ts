import { afterAll, beforeAll, expect, test } from "vitest";
import { addOddities } from "../../../db/oddities.ts";
import { addRoot } from "../../../db/roots.ts";
import { readRewards as job } from "../../../jobs/read-rewards.ts";
import { startWorld } from "../../../sandbox/chain/world.ts";
import { paceOf } from "../../../src/actions/books/progress.ts";
import { beginSync, describeSync } from "../../../src/actions/rewards/describe-sync.ts";
import { syncCard } from "../../../src/discord/cards/rewards-sync.ts";
import { Transient } from "../../../src/errors.ts";
import { startRpcProxy } from "../../support/rpc-proxy.ts";
import { createWorldApp } from "../../support/world-app.ts";

let started: Awaited<ReturnType<typeof startWorld>>;

beforeAll(async () => {
  started = await startWorld();
});
afterAll(() => started.stop());

const words = (reply: unknown) => JSON.stringify(reply);
const LONG = { chains: { "31337": { name: "Heliochain", logRange: 10 } } };

test("default: after a run it is said up to where the books are right, what was booked, and what that cost", async () => {
  const app = await createWorldApp(started.world);
  expect(describeSync(app).sources).toMatchObject([{ source: "nodes", rightTo: undefined, run: undefined }]);
  await job.run(app);
  const final = await app.chains.get(31_337).finalized();
  const view = describeSync(app);
  const [nodes] = view.sources;
  expect(view.isRunning).toBe(false);
  expect(nodes).toMatchObject({ rightTo: { block: final.number, at: final.timestamp }, pace: undefined });
  const { booked = 0, logs = 0 } = nodes?.run?.progress ?? {};
  expect(booked).toBeGreaterThan(1_000);
  expect(logs).toBeGreaterThan(booked);
  expect(nodes?.run).toMatchObject({ failure: undefined, isShared: false, requests: [{ provider: "provider 1" }] });
  expect(nodes?.run?.requests[0]?.httpRequests).toBeGreaterThan(0);
  const card = words(syncCard(view));
  expect(card).toContain(`**${booked.toLocaleString("en")}** new rewards out of ${logs} logs`);
  expect(card).toMatch(/provider 1 \d+ requests \(\d+ calls, \d+ per 1,000 rewards\)/);
  expect(card).toContain(`Right up to block ${final.number}`);
});

test("behavior: while a source is read, the card shows how far that is", async () => {
  let card = "";
  const proxy = await startRpcProxy(started.url, {
    on: ({ method }) => {
      if (method === "eth_getLogs") card = words(syncCard(describeSync(app)));
      return undefined;
    },
  });
  const app = await createWorldApp(started.world, { urls: [proxy.url], changes: LONG });
  await job.run(app);
  expect(card).toMatch(/Rewards are being read.*`[█░]{12}` \d+ %/);
});

test("error: a run that failed says why in words, and what was right before still is", async () => {
  const proxy = await startRpcProxy(started.url, { on: () => ({ drop: true }) });
  const app = await createWorldApp(started.world, { urls: [proxy.url] });
  await expect(job.run(app)).rejects.toThrow(Transient);
  const [nodes] = describeSync(app).sources;
  expect(nodes?.run?.failure).toMatch(/^No provider of /);
  expect(words(syncCard(describeSync(app)))).toContain("**Stopped**: No provider of ");
});

test("behavior: trees that are awaited and what was not booked are named", async () => {
  const app = await createWorldApp(started.world);
  const place = { block: 7n, logIndex: 0, transaction: `0x${"01".repeat(32)}`, at: 1_772_000_000 } as const;
  const root = { root: `0x${"02".repeat(32)}`, distributor: `0x${"03".repeat(20)}`, facts: {} } as const;
  addRoot(app.db, { ...place, ...root, source: "nodes", epoch: 12 });
  addOddities(app.db, [{ source: "nodes", about: "x", what: "A spam token was sent.", at: 1_772_000_000 }]);
  const card = words(syncCard(describeSync(app)));
  expect(card).toContain("1 tree awaited, the oldest of epoch 12: not looked for yet");
  expect(card).toContain("Not booked: A spam token was sent.");
});

test("behavior: a run is begun only where none is going", async () => {
  const app = await createWorldApp(started.world);
  expect(beginSync(app)).toBe(true);
  expect(app.woken).toEqual(["read-rewards"]);
  const running = job.run(app);
  expect(beginSync(app)).toBe(false);
  await running;
  // What was read may be a reason to look at the nodes, and none to read again.
  expect(app.woken).toEqual(["read-rewards", "watch-nodes"]);
});

test("boundary: a pace is told only from what was read, and nothing is divided by zero", () => {
  const begun = { chain: 1, logs: 0, booked: 0, begunAt: 0, begunMs: 1_000, isOver: false };
  const at = (reached: bigint, nowMs: number) => paceOf({ ...begun, from: 11n, to: 1_010n, reached }, nowMs);
  expect(at(10n, 1_000)).toEqual({ done: 0n, of: 1_000n, permille: 0, perSecond: undefined, left: undefined });
  expect(at(260n, 3_000)).toEqual({ done: 250n, of: 1_000n, permille: 250, perSecond: 125, left: 6 });
  expect(at(1_010n, 3_000)).toMatchObject({ permille: 1_000, left: 0 });
});
