import { type Hex, numberToHex } from "viem";
import { expect, test } from "vitest";
import { findCursor } from "../../../db/cursors.ts";
import { listTrail } from "../../../db/trail.ts";
import { createRpc } from "../../../sandbox/chain/rpc.ts";
import { type Booking, bookLogs } from "../../../src/actions/books/book-logs.ts";
import type { Chain, RawLog } from "../../../src/chain/chain.ts";
import { Halt, Transient } from "../../../src/errors.ts";
import { createTestApp, type TestApp } from "../../support/app.ts";
import { chainOver, freshChain } from "../../support/live-chain.ts";
import { startRpcProxy } from "../../support/rpc-proxy.ts";

/** Emits one log with topic 1 for every call: PUSH1 1, PUSH1 0, PUSH1 0, LOG1, STOP. */
const EMITTER = "0x600160006000a100";
const ADDRESS = `0x${"e1".repeat(20)}` as const;
const TOPIC = numberToHex(1, { size: 32 });

/** A chain on which every second block holds one log. */
async function emitting(blocks: number) {
  const { anvil } = await freshChain();
  const rpc = createRpc(anvil.url);
  await rpc("anvil_setCode", ADDRESS, EMITTER);
  const [from] = await rpc<Hex[]>("eth_accounts");
  // Left to itself the node mines some time after it has taken a transaction.
  await rpc("evm_setAutomine", false);
  const emit = async (count: number) => {
    for (let block = 0; block < count; block += 1) {
      if (block % 2 === 0) await rpc("eth_sendTransaction", { from, to: ADDRESS, gas: "0x30d40" });
      await rpc("evm_mine");
    }
  };
  await emit(blocks);
  return { anvil, rpc, emit };
}

type Emitting = Awaited<ReturnType<typeof emitting>>;

const placesOf = (logs: readonly RawLog[]) => logs.map(({ blockHash, logIndex }) => `${blockHash}:${logIndex}`);

/** What was booked of a source, in memory; the transaction is the database's. */
function shelf(chain: Chain, source = "rewards:a", window = 7n) {
  const booked: string[] = [];
  const booking: Booking<readonly RawLog[]> = {
    chain,
    source,
    fromBlock: 0n,
    window,
    filters: [{ addresses: [ADDRESS], topics: [TOPIC] }],
    prepare: async (logs) => logs,
    book: (logs) => {
      booked.push(...placesOf(logs));
      return logs.length;
    },
  };
  const run = async (app: TestApp) => bookLogs(app, booking, await chain.finalized());
  return { booked, booking, run };
}

const truth = async ({ rpc }: Emitting, to: bigint) =>
  (
    await rpc<{ blockHash: Hex; logIndex: Hex }[]>("eth_getLogs", {
      address: ADDRESS,
      fromBlock: "0x0",
      toBlock: numberToHex(to),
    })
  ).map(({ blockHash, logIndex }) => `${blockHash}:${Number(logIndex)}`);

test("default: days of blocks are booked in portions, each of the history of the last, and none is left out", async () => {
  const world = await emitting(60);
  const app = createTestApp();
  const { booked, run } = shelf(chainOver([world.anvil.url], { logRange: 3 }));
  expect(await run(app)).toBe(30);
  await world.emit(41);
  expect(await run(app)).toBe(21);
  expect(booked).toEqual(await truth(world, 101n));
  const trail = listTrail(app.db, 31_337, "rewards:a").map(({ block }) => Number(block));
  expect(trail).toEqual([...trail].sort((a, b) => b - a));
  expect(trail).toEqual(expect.arrayContaining([101, 60]));
  expect(trail.length).toBeGreaterThan(5);
});

test("behavior: reorganisations above what is final change nothing, however often", async () => {
  const world = await emitting(70);
  const app = createTestApp();
  const { booked, run } = shelf(chainOver([world.anvil.url], { finality: { kind: "depth", blocks: 64 } }));
  for (const depth of [1, 7, 32, 60]) {
    await run(app);
    await world.rpc("anvil_reorg", depth, []);
    await world.emit(9);
  }
  await run(app);
  const { block } = findCursor(app.db, 31_337, "rewards:a") ?? { block: 0n };
  expect(block).toBe(BigInt(await world.rpc<Hex>("eth_blockNumber")) - 64n);
  expect(booked).toEqual(await truth(world, block));
});

test("error: a reorganisation beyond what was final halts what stands on it, names both blocks and what is still right", async () => {
  const world = await emitting(30);
  const app = createTestApp();
  const open = () => chainOver([world.anvil.url], { logRange: 3 });
  const early = shelf(open(), "rewards:early");
  const late = shelf(open(), "rewards:late");
  await early.run(app);
  await world.emit(12);
  await late.run(app);
  const before = [...late.booked];
  const { hash } = findCursor(app.db, 31_337, "rewards:late") ?? {};
  // Blocks 38 and on are others now.
  const right = listTrail(app.db, 31_337, "rewards:late").find(({ block }) => block < 38n)?.block;
  await world.rpc("anvil_reorg", 5, []);
  await world.emit(6);
  const failure = await shelf(open(), "rewards:late")
    .run(app)
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Halt);
  const found = (await world.rpc<{ hash: Hex }>("eth_getBlockByNumber", numberToHex(42), false)).hash;
  expect((failure as Halt).message).toBe(
    `Local chain replaced block 42, up to which rewards:late was booked: ${hash} became ${found}. What was booked up to block ${right} is right.`,
  );
  expect((failure as Halt).context).toMatchObject({ chain: 31_337, block: 42n, booked: hash, found, right });
  expect(right).toBeGreaterThan(0n);
  expect(late.booked).toEqual(before);
  // Whoever stands below the fork reads on.
  const again = shelf(open(), "rewards:early");
  expect(await again.run(app)).toBeGreaterThan(0);
  expect([...early.booked, ...again.booked]).toEqual(await truth(world, 48n));
});

test("error: where the whole trail was replaced nothing is said to be right", async () => {
  const world = await emitting(12);
  const app = createTestApp();
  await shelf(chainOver([world.anvil.url])).run(app);
  await world.rpc("anvil_reorg", 11, []);
  await world.emit(4);
  const failure = await shelf(chainOver([world.anvil.url]))
    .run(app)
    .catch((error: unknown) => error);
  expect((failure as Halt).message).not.toContain("is right");
});

test("behavior: a node that went back behind the cursor is waited for, and reads on when it is back", async () => {
  const world = await emitting(30);
  const app = createTestApp();
  const proxy = await startRpcProxy(world.anvil.url);
  await shelf(chainOver([proxy.url])).run(app);
  const old = await world.rpc("eth_getBlockByNumber", numberToHex(20), false);
  proxy.faults.on = ({ params }) => {
    if (params[0] === "latest") return { result: old };
    return typeof params[0] === "string" && BigInt(params[0]) > 20n ? { result: null } : undefined;
  };
  const late = shelf(chainOver([proxy.url]));
  expect(await late.run(app)).toBe(0);
  expect(findCursor(app.db, 31_337, "rewards:a")?.block).toBe(30n);
  proxy.faults.on = undefined;
  await world.emit(4);
  expect(await late.run(app)).toBe(2);
});

test("behavior: one provider's word halts nothing while another still has the block", async () => {
  const world = await emitting(30);
  const app = createTestApp();
  const liar = await startRpcProxy(world.anvil.url);
  const urls = [liar.url, world.anvil.url];
  await shelf(chainOver(urls)).run(app);
  await world.emit(4);
  liar.faults.change = ({ method }, result) =>
    method === "eth_getBlockByNumber" && (result as { number: Hex }).number === "0x1e"
      ? { ...(result as object), hash: numberToHex(7, { size: 32 }) }
      : result;
  const failure = await shelf(chainOver(urls))
    .run(app)
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Transient);
  expect((failure as Transient).message).toContain("disagree about block 30");
  const [, honest = ""] = urls;
  expect(await shelf(chainOver([liar.url, honest, honest])).run(app)).toBe(2);
});

test("error: a process that dies while it books leaves neither rows nor cursor, whatever the window", async () => {
  const world = await emitting(20);
  const app = createTestApp();
  const chain = chainOver([world.anvil.url]);
  const { booking } = shelf(chain);
  const until = await chain.finalized();
  const dying = {
    ...booking,
    book: () => {
      throw new RangeError("killed");
    },
  };
  await expect(bookLogs(app, dying, until)).rejects.toThrow("killed");
  expect([findCursor(app.db, 31_337, "rewards:a"), listTrail(app.db, 31_337, "rewards:a")]).toEqual([undefined, []]);
  expect(await bookLogs(app, booking, until)).toBe(10);
});
