import { type Hex, toEventSelector } from "viem";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startWorld } from "../../sandbox/chain/world.ts";
import type { Chain, LogFilter, RawLog } from "../../src/chain/chain.ts";
import { createChains } from "../../src/chain/chains.ts";
import { Transient } from "../../src/errors.ts";
import { chainOver, type RecordingLog, recordingLog } from "../support/live-chain.ts";
import { type Faults, type RpcProxy, startRpcProxy } from "../support/rpc-proxy.ts";
import { testConfig } from "../support/test-config.ts";

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

type Raw = { blockNumber: Hex; blockTimestamp: Hex };

const change = (what: (logs: Raw[], isOne: boolean) => unknown): Faults => ({
  change: ({ method, params }, result) => {
    const { fromBlock, toBlock } = (params[0] ?? {}) as { fromBlock?: Hex; toBlock?: Hex };
    return method === "eth_getLogs" ? what(result as Raw[], fromBlock === toBlock) : result;
  },
});
const partial = change((logs) => logs.filter((_, index) => index !== 7));
const nothing = change(() => []);

/** Providers of one chain, with a patience of so many milliseconds; none unless it is said. */
function over(proxies: readonly RpcProxy[], patienceMs = 0, log: RecordingLog = recordingLog()): Chain {
  const chain = { name: "Local chain", finality: { kind: "depth" as const, blocks: 0 } };
  const { chains } = testConfig({ chains: { "31337": chain } });
  return createChains({ chains }, { 31337: proxies.map(({ url }) => url) }, log, { timeoutMs: 10_000, patienceMs }).get(
    31_337,
  );
}
const proxies = async (...faults: Faults[]) => Promise.all(faults.map((one) => startRpcProxy(started.url, one)));

test.each([
  ["one log left out", partial],
  ["no logs", nothing],
  ["another time", change((logs) => logs.map((one) => ({ ...one, blockTimestamp: "0x1" })))],
])(
  "error: %s by one of two is never chosen over the other, in whatever order, and both are named",
  async (_, faults) => {
    for (const list of [await proxies(faults, {}), await proxies({}, faults)]) {
      const failure = await over(list)
        .logs(filter, 0n, last)
        .catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(Transient);
      expect((failure as Transient).message).toMatch(/disagree about logs of block \d+ and on/);
      expect(JSON.stringify((failure as Transient).context)).toMatch(
        /provider 1 says .* logs.*provider 2 says .* logs/,
      );
    }
  },
);

test.each([
  ["one log left out", partial],
  ["no logs", nothing],
  ["the answer to an earlier question", change((logs) => logs.slice(0, 20))],
])("behavior: with %s by one of three, the other two are believed at once", async (_, faults) => {
  for (const list of [await proxies(faults, {}, {}), await proxies({}, faults, {})])
    expect(await over(list, 60_000).logs(filter, 0n, last)).toEqual(everything);
});

test("behavior: while its second provider is away one is not believed, and later it is; that is said once", async () => {
  const log = recordingLog();
  const list = await proxies(
    {},
    { on: ({ method }) => (method === "eth_getLogs" ? { error: { code: 1, message: "pruned" } } : undefined) },
  );
  const chain = over(list, 1_500, log);
  await expect(chain.logs(filter, 0n, last)).rejects.toThrow("Only provider 1 of Local chain tells of logs of block 0");
  await expect(chain.logs(filter, 0n, last)).rejects.toThrow(Transient);
  await expect.poll(() => chain.logs(filter, 0n, last).catch(() => []), { timeout: 5_000 }).toEqual(everything);
  await chain.logs(filter, 0n, last);
  const said = log.lines.filter(
    ({ message }) => message === "provider 1 of Local chain is believed without a second one",
  );
  expect(said).toHaveLength(1);
});

test("error: a provider for which the end is not final yet is no witness of it", async () => {
  const lagging: Faults = {
    change: ({ params }, result) =>
      params[0] === "latest" ? { ...(result as object), number: `0x${(last - 1n).toString(16)}` } : result,
  };
  await expect(over(await proxies({}, lagging), 60_000).logs(filter, 0n, last)).rejects.toThrow("waited for");
  await expect(over(await proxies(lagging)).logs(filter, 0n, last)).rejects.toThrow(Transient);
});

test.each([
  ["nothing", change((logs, isOne) => (isOne ? logs : []))],
  [
    "all but one block's",
    change((logs, isOne) => (isOne ? logs : logs.filter(({ blockNumber }) => blockNumber !== logs[0]?.blockNumber))),
  ],
])("error: the only provider that gives %s is found out by its blocks' blooms", async (_, faults) => {
  const [only] = await proxies(faults);
  const failure = await over([only as RpcProxy])
    .logs(filter, everything[0]?.blockNumber as bigint, (everything[0]?.blockNumber as bigint) + 60n)
    .catch((error: unknown) => error);
  expect(JSON.stringify((failure as Transient).context)).toContain("left out the logs of block");
});

test("error: the only provider that says one thing first and another then is not believed", async () => {
  const asked = new Set<string>();
  const [only] = await proxies({
    change: ({ method, params }, result) => {
      if (method !== "eth_getLogs") return result;
      const question = JSON.stringify(params);
      const isFirst = !asked.has(question);
      asked.add(question);
      return isFirst ? (result as Raw[]).slice(1) : result;
    },
  });
  const failure = await over([only as RpcProxy])
    .logs(filter, 0n, last)
    .catch((error: unknown) => error);
  expect(JSON.stringify((failure as Transient).context)).toContain("two answers to one question");
});

test.each([
  ["nothing but ones", "ff"],
  ["nothing but zeros", "00"],
])("behavior: blooms of %s hold nobody up, and cost no request", async (_, byte) => {
  const [only] = await proxies({
    change: ({ method }, result) =>
      method === "eth_getBlockByNumber" ? { ...(result as object), logsBloom: `0x${byte.repeat(256)}` } : result,
  });
  const chain = over([only as RpcProxy]);
  // How many chunks there are is known once it is known how full the blocks are.
  expect(await chain.logs(filter, 0n, last)).toEqual(everything);
  const before = (only as RpcProxy).count("eth_getLogs");
  expect(await chain.logs(filter, 0n, last)).toEqual(everything);
  expect((only as RpcProxy).count("eth_getLogs") - before).toBe(2);
});

test("default: what a chunk costs: one request of each of two providers, two or three of an only one", async () => {
  const quiet = { ...filter, topics: [`0x${"0".repeat(63)}1` as Hex] };
  const costs = async (count: number, ...wanted: LogFilter[]) => {
    const list = await proxies(...Array.from({ length: count }, () => ({})));
    const chain = over(list);
    const end = await chain.finalized();
    const read = async () => {
      for await (const chunk of chain.logStream(wanted, 0n, end)) expect(chunk.end).toEqual(end);
    };
    // How much is asked for at once is learnt first.
    for await (const _ of chain.logStream(wanted, 0n, end));
    const before = list.map(({ posts, seen }) => ({ posts, calls: seen.length }));
    await read();
    return list.map(({ posts, seen }, index) => [
      posts - (before[index]?.posts ?? 0),
      seen.length - (before[index]?.calls ?? 0),
    ]);
  };
  // A chain's name, what is final, the end twice, the logs.
  expect(await costs(2, filter)).toEqual([
    [1, 5],
    [1, 5],
  ]);
  expect(await costs(3, filter)).toEqual([
    [1, 5],
    [1, 5],
    [0, 0],
  ]);
  // A second filter costs a call more, and no request.
  expect(await costs(2, filter, quiet)).toEqual([
    [1, 6],
    [1, 6],
  ]);
  const [[posts = 0, calls = 0] = []] = await costs(1, filter);
  expect([posts <= 3, calls <= 5 + 5 + 90 + 3 + 90]).toEqual([true, true]);
  // Blocks with very many logs have blooms that fit by chance.
  expect([2, 3]).toContain((await costs(1, quiet))[0]?.[0]);
});

test("error: an end that the providers know by another hash is no end", async () => {
  const list = await proxies({}, {});
  const end = { number: last, hash: `0x${"de".repeat(32)}` as Hex, timestamp: 1 };
  await expect(over(list).logs(filter, 0n, end)).rejects.toThrow(Transient);
});
