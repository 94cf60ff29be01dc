import { type Hex, toEventSelector } from "viem";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startWorld } from "../../sandbox/chain/world.ts";
import type { LogFilter, RawLog } from "../../src/chain/chain.ts";
import { Transient } from "../../src/errors.ts";
import { chainOver } from "../support/live-chain.ts";
import { type Faults, startRpcProxy } from "../support/rpc-proxy.ts";

let started: Awaited<ReturnType<typeof startWorld>>;
let last: bigint;
let filter: LogFilter;
let everything: RawLog[];

beforeAll(async () => {
  started = await startWorld();
  filter = {
    addresses: [started.world.addresses.rewards],
    topics: [toEventSelector("RewardPaid(uint256,address,uint256,uint256)")],
  };
  const chain = chainOver([started.url]);
  last = (await chain.finalized()).number;
  everything = await chain.logs(filter, 0n, last);
});
afterAll(() => started.stop());

const through = async (faults: Faults, logRange = 2_000) => {
  const proxy = await startRpcProxy(started.url, faults);
  return { proxy, chain: chainOver([proxy.url], { logRange }) };
};

const spans = (proxy: { seen: readonly { method: string; params: unknown[] }[] }) =>
  proxy.seen.flatMap(({ method, params }) => {
    const range = params[0] as { fromBlock: Hex; toBlock: Hex };
    return method === "eth_getLogs" ? [Number(BigInt(range.toBlock) - BigInt(range.fromBlock)) + 1] : [];
  });

test("default: every log of the range in chain order, with its block's time", async () => {
  expect(everything.length).toBeGreaterThan(1_000);
  const places = everything.map(({ blockNumber, logIndex }) => Number(blockNumber) * 100_000 + logIndex);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  const chain = chainOver([started.url]);
  const { blockNumber, timestamp } = everything[0] as RawLog;
  expect((await chain.block(blockNumber)).timestamp).toBe(timestamp);
});

test.each([
  ["a range", { code: -32600, message: "eth_getLogs is limited to a 10 block range" }],
  ["a limit by its code", { code: -32005, message: "limit exceeded" }],
  ["results", { code: -32000, message: "query returned more than 10000 results" }],
])("behavior: a node that limits %s is asked for less, and gives the same", async (_, error) => {
  const limited = (one: { method: string; params: unknown[] }) => (spans({ seen: [one] })[0] ?? 0) > 6;
  const { proxy, chain } = await through({ on: (request) => (limited(request) ? { error } : undefined) }, 64);
  expect(await chain.logs(filter, 0n, last)).toEqual(everything);
  // Halved until accepted, then never again beyond what was refused.
  expect(spans(proxy).slice(0, 2)).toEqual([8, 4]);
  expect(spans(proxy).filter((span) => span > 6).length).toBeLessThan(spans(proxy).length / 6);
});

test("behavior: what is accepted grows", async () => {
  const { proxy, chain } = await through({}, 2);
  expect(await chain.logs(filter, 0n, last)).toEqual(everything);
  expect(Math.max(...spans(proxy))).toBeGreaterThan(2);
});

test("behavior: times come from the blocks where the node gives none with its logs", async () => {
  const bare = ({ blockTimestamp: _, ...log }: { blockTimestamp?: string }) => log;
  const { proxy, chain } = await through({
    change: ({ method }, result) => (method === "eth_getLogs" ? (result as object[]).map(bare) : result),
  });
  expect(await chain.logs(filter, 0n, last)).toEqual(everything);
  expect(proxy.count("eth_getBlockByNumber")).toBeGreaterThan(50);
});

test("behavior: a node that takes no batches gives the same", async () => {
  const { proxy, chain } = await through({ refuseBatches: true });
  expect(await chain.logs(filter, 0n, last)).toEqual(everything);
  expect(proxy.count("eth_getLogs")).toBeGreaterThan(2);
});

test("behavior: indexed arguments narrow what is asked for", async () => {
  const { addresses, topics } = filter;
  const node = `0x${"0".repeat(63)}1` as Hex;
  const found = await chainOver([started.url]).logs({ addresses, topics, indexed: [[node]] }, 0n, last);
  expect(found).toEqual(everything.filter((log) => log.topics[1] === node));
});

const log = (change: (logs: Record<string, unknown>[]) => unknown): Faults => ({
  change: ({ method }, result) => (method === "eth_getLogs" ? change(result as Record<string, unknown>[]) : result),
});
const first = (changes: object) => (logs: Record<string, unknown>[]) =>
  logs.map((one, index) => (index ? one : { ...one, ...changes }));
const ZERO = `0x${"0".repeat(64)}`;

test.each([
  ["a removed log", log(first({ removed: true }))],
  ["a log twice", log((logs) => [...logs, logs[0]])],
  ["a log from outside the range", log(first({ blockNumber: "0xffffff" }))],
  ["another contract's log", log(first({ address: "0x00000000000000000000000000000000000000aa" }))],
  ["another event's log", log(first({ topics: [ZERO] }))],
  ["two blocks at one height", log(first({ blockHash: ZERO }))],
  ["no list", log(() => ({}))],
  ["nothing", log(() => null)],
])("error: %s is believed by nobody; of three, the two others are believed", async (_, faults) => {
  const liar = await startRpcProxy(started.url, faults);
  await expect(chainOver([liar.url]).logs(filter, 0n, last)).rejects.toThrow(Transient);
  await expect(chainOver([liar.url, started.url]).logs(filter, 0n, last)).rejects.toThrow("a second one is waited for");
  expect(await chainOver([liar.url, started.url, started.url]).logs(filter, 0n, last)).toEqual(everything);
});

test("error: a node that does not have the range's end yet cannot pass for one without logs", async () => {
  const lagging = await startRpcProxy(started.url, {
    change: ({ method, params }, result) =>
      method === "eth_getBlockByNumber" && params[0] === `0x${last.toString(16)}` ? null : result,
  });
  await expect(chainOver([lagging.url]).logs(filter, 0n, last)).rejects.toThrow(Transient);
});

test("error: an end that changes while its logs are read spoils them", async () => {
  let asked = 0;
  const { chain } = await through({
    change: ({ method }, result) => {
      if (method !== "eth_getBlockByNumber") return result;
      asked += 1;
      return { ...(result as object), hash: `0x${asked.toString(16).padStart(64, "0")}` };
    },
  });
  await expect(chain.logs(filter, 0n, last)).rejects.toThrow(Transient);
});

test("boundary: no addresses ask for nothing, not for everybody's logs", async () => {
  const { proxy, chain } = await through({});
  expect(await chain.logs({ addresses: [], topics: filter.topics }, 0n, last)).toEqual([]);
  expect(await chain.logs(filter, 5n, 4n)).toEqual([]);
  expect(proxy.seen).toEqual([]);
});
