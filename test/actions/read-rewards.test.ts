import { afterAll, beforeAll, expect, test } from "vitest";
import { findCursor } from "../../db/cursors.ts";
import { listNodes } from "../../db/nodes.ts";
import { findOutbox } from "../../db/outbox.ts";
import { cursor } from "../../db/schema.ts";
import { readRewards as job } from "../../jobs/read-rewards.ts";
import { EPOCH } from "../../sandbox/chain/epoch-clock.ts";
import { passTime } from "../../sandbox/chain/live.ts";
import { startWorld } from "../../sandbox/chain/world.ts";
import { readRewards } from "../../src/actions/rewards/read-rewards.ts";
import { Halt, Transient } from "../../src/errors.ts";
import { rewardsOf } from "../support/rows.ts";
import { startRpcProxy } from "../support/rpc-proxy.ts";
import { createWorldApp, type WorldApp } from "../support/world-app.ts";
import { createWorldReader, totalOf } from "../support/world-reader.ts";

let started: Awaited<ReturnType<typeof startWorld>>;
let reader: ReturnType<typeof createWorldReader>;

beforeAll(async () => {
  started = await startWorld();
  reader = createWorldReader(started.world);
});
afterAll(() => started.stop());

const rows = (app: WorldApp) => rewardsOf(app.db, "nodes");
const key = "rewards:nodes";

test("default: every payment up to the final block is booked, to the last unit", async () => {
  const app = await createWorldApp(started.world);
  const final = await app.chains.get(31_337).finalized();
  const paid = (await reader.rewards()).filter(({ block }) => block <= Number(final.number));
  expect(await readRewards(app, "nodes")).toBe(paid.length);
  const booked = rows(app);
  expect(booked.reduce((sum, { amount }) => sum + amount, 0n)).toBe(totalOf(paid));
  expect(booked.map(({ node, recipient, epoch, amount }) => [node, recipient, epoch, amount])).toEqual(
    paid.map(({ nodeId, owner, epoch, amount }) => [nodeId.toString(), owner, Number(epoch), amount]),
  );
  const { number, hash, timestamp } = final;
  expect(findCursor(app.db, 31_337, key)).toMatchObject({ block: number, hash, at: timestamp });
});

test("default: an epoch's payments are what the contract says it paid", async () => {
  const app = await createWorldApp(started.world);
  await readRewards(app, "nodes");
  for (const epoch of [started.world.firstEpoch, started.world.firstEpoch + 37]) {
    const booked = rows(app).filter((row) => row.epoch === epoch);
    expect(booked.reduce((sum, { amount }) => sum + amount, 0n)).toBe(
      await reader.read("rewards", "paidFor", [BigInt(epoch)]),
    );
  }
});

test("default: nodes are known with owner, region and whether they left", async () => {
  const app = await createWorldApp(started.world);
  await readRewards(app, "nodes");
  const known = listNodes(app.db, "nodes").map(({ node, owner, region, until }) => [
    Number(node),
    owner,
    region,
    until !== null,
  ]);
  expect(known.sort((a, b) => Number(a[0]) - Number(b[0]))).toEqual(
    started.world.nodes.map(({ id, owner, region, retiredEpoch }) => [id, owner, region, retiredEpoch !== undefined]),
  );
});

test("behavior: a second run changes nothing, and one after new epochs adds only those", async () => {
  const app = await createWorldApp(started.world);
  const first = await readRewards(app, "nodes");
  expect(await readRewards(app, "nodes")).toBe(0);
  await passTime(started.world, 2 * EPOCH);
  // As after a restart: the database is all that is remembered.
  Object.assign(app, { chains: (await createWorldApp(started.world)).chains });
  const added = await readRewards(app, "nodes");
  expect(added).toBeGreaterThan(10);
  expect(rows(app)).toHaveLength(first + added);
  expect(rows(app).reduce((sum, { amount }) => sum + amount, 0n)).toBe(totalOf(await reader.rewards()));
});

test("behavior: two runs at once book every payment once", async () => {
  const app = await createWorldApp(started.world);
  const [a, b] = await Promise.all([readRewards(app, "nodes"), readRewards(app, "nodes")]);
  expect([a, b].sort((x, y) => x - y)[0]).toBe(0);
  expect(rows(app)).toHaveLength(Math.max(a, b));
});

test("behavior: a run cut short leaves rows and cursor together, and the next goes on", async () => {
  let allowed = 6;
  const proxy = await startRpcProxy(started.url, {
    on: ({ method }) => {
      if (method === "eth_getLogs") allowed -= 1;
      return allowed < 0 ? { error: { code: -32000, message: "gone" } } : undefined;
    },
  });
  const chains = { "31337": { name: "Heliochain", logRange: 10 } };
  const app = await createWorldApp(started.world, { urls: [proxy.url], changes: { chains } });
  await expect(readRewards(app, "nodes")).rejects.toThrow(Transient);
  expect([rows(app).length, findCursor(app.db, 31_337, key)]).toEqual([0, undefined]);
  allowed = Number.POSITIVE_INFINITY;
  await readRewards(app, "nodes");
  expect(rows(app).reduce((sum, { amount }) => sum + amount, 0n)).toBe(totalOf(await reader.rewards()));
});

test("error: a cursor whose block was replaced halts its source, once in the alarm channel, and books nothing", async () => {
  const app = await createWorldApp(started.world);
  const hash = `0x${"de".repeat(32)}` as const;
  app.db.insert(cursor).values({ chain: 31_337, source: key, block: 40n, hash, at: 1 }).run();
  await expect(job.run(app)).rejects.toThrow(Halt);
  await expect(job.run(app)).rejects.toThrow("replaced block 40");
  expect(rows(app)).toEqual([]);
  const { alarms } = app.config.channels;
  expect(findOutbox(app.db, "alarm:halted:31337:40")).toMatchObject({ kind: "alarm", destination: alarms });
});

test("error: a source with another event's layout says so instead of leaving payments out", async () => {
  const { rewards } = (await createWorldApp(started.world)).config;
  const nodes = { ...rewards["nodes"], nodes: undefined } as Record<string, unknown>;
  // The same types in the same order hash to the same topic, but these are not indexed.
  const event = "event RewardPaid(uint256 nodeId, address owner, uint256 epoch, uint256 amount)";
  const app = await createWorldApp(started.world, { changes: { rewards: { nodes: { ...nodes, event } as never } } });
  await expect(readRewards(app, "nodes")).rejects.toThrow("does not fit RewardPaid");
  expect(findCursor(app.db, 31_337, key)).toBeUndefined();
});

test("error: an argument the event does not have is a problem of the config", async () => {
  const { rewards } = (await createWorldApp(started.world)).config;
  const nodes = { ...rewards["nodes"], amount: "sum" };
  await expect(createWorldApp(started.world, { changes: { rewards: { nodes: nodes as never } } })).rejects.toThrow(
    'the event has no argument \\"sum\\"',
  );
});
