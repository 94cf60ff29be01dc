import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Hex } from "viem";
import { afterAll, expect, onTestFinished, test } from "vitest";
import type { Block, Chain, LogChunk, LogFilter } from "../../src/chain/chain.ts";
import { createChains } from "../../src/chain/chains.ts";
import { ProviderFailure } from "../../src/chain/provider-failure.ts";
import type { Rpc, RpcAnswer, RpcRequest } from "../../src/chain/rpc.ts";
import { Transient } from "../../src/errors.ts";
import { chainOver, recordingLog } from "../support/live-chain.ts";
import {
  createHistory,
  createNode,
  drawWatched,
  type History,
  type ModelNode,
  type NodeFaults,
  OTHER,
  timeOf,
  WATCHED,
} from "../support/lying-chain.ts";
import { createRandom } from "../support/random.ts";
import { testConfig } from "../support/test-config.ts";

const torture = process.env["STEWARD_TORTURE"] === "1";
const CHAINS = torture ? 10_000 : 200;
const BEGIN = Number(process.env["STEWARD_SEED"] ?? (torture ? Math.floor(Math.random() * 1e9) : 1));
const CHAIN = 31_337;

const both: LogFilter = { addresses: [WATCHED.address], topics: [WATCHED.topic, OTHER.topic] };
const each: LogFilter[] = [WATCHED, OTHER].map(({ address, topic }) => ({ addresses: [address], topics: [topic] }));

const { chains } = testConfig({ chains: { [CHAIN]: { name: "Model", finality: { kind: "depth", blocks: 0 } } } });

function over(rpcs: readonly Rpc[], logRange = 2_000, patienceMs = 600_000): Chain {
  const urls = rpcs.map((_, index) => `http://model:${8_000 + index}/`);
  const config = { chains: { [CHAIN]: { ...(chains[CHAIN] as (typeof chains)[string]), logRange } } };
  const connect = (url: string) => rpcs[Number(new URL(url).port) - 8_000] as Rpc;
  return createChains(config, { [CHAIN]: urls }, recordingLog(), { connect, patienceMs }).get(CHAIN);
}

/** So many honest nodes over a history drawn from a seed. */
function nodesOver(history: History, count: number, random: () => number): ModelNode[] {
  return Array.from({ length: count }, () => createNode(history, history, random, CHAIN));
}

const endOf = ({ blocks }: History): Block => {
  const last = blocks.at(-1) as History["blocks"][number];
  return { number: BigInt(last.number), hash: last.hash, timestamp: timeOf(last.number) };
};

async function collect(stream: AsyncIterable<LogChunk>): Promise<LogChunk[]> {
  const chunks: LogChunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

/** Watches what is asked of a node for logs, and what it answers. */
function watched(node: Rpc, answered: (blocks: number, answer: RpcAnswer) => void): Rpc {
  const look = (requests: readonly RpcRequest[], answers: readonly RpcAnswer[]) => {
    for (const [index, { method, params }] of requests.entries()) {
      if (method !== "eth_getLogs") continue;
      const { fromBlock, toBlock } = params[0] as { fromBlock: Hex; toBlock: Hex };
      answered(Number(toBlock) - Number(fromBlock) + 1, answers[index] as RpcAnswer);
    }
  };
  return {
    ask: async (requests) => {
      const answers = await node.ask(requests);
      look(requests, answers);
      return answers;
    },
    askSealed: async (requests, fixed, options) => {
      const answers = await node.askSealed(requests, fixed, options);
      look(requests, answers.fixed());
      return answers;
    },
  };
}

const isRefusal = (answer: RpcAnswer) => "refused" in answer;
const countOf = (answer: RpcAnswer) => ("result" in answer ? (answer.result as unknown[]).length : 0);

/** The chunks follow one another up to the end, each ends with a block of the chain, and they hold what the chain holds. */
function assertChain(chunks: readonly LogChunk[], { blocks }: History, from: number, to: Block, seed = 0): void {
  let next = from;
  const places: string[] = [];
  for (const { end, logs } of chunks) {
    const known = blocks[Number(end.number)];
    expect([end.hash, end.timestamp], `seed ${seed}`).toEqual([known?.hash, timeOf(Number(end.number))]);
    for (const log of logs) {
      const number = Number(log.blockNumber);
      if (number < next || number > Number(end.number))
        expect.fail(`seed ${seed}: block ${number} is in another chunk`);
      if (log.timestamp !== timeOf(number)) expect.fail(`seed ${seed}: block ${number} has another time`);
      places.push(`${log.blockHash}:${log.logIndex}`);
    }
    next = Number(end.number) + 1;
  }
  expect(next, `seed ${seed}`).toBe(Number(to.number) + 1);
  const truth = blocks.slice(from, next).flatMap(({ logs }) => logs.map(({ place }) => place));
  if (places.join() !== truth.join()) expect(places, `seed ${seed}`).toEqual(truth);
}

const tally = { chains: 0, chunks: 0, logs: 0, requests: 0, held: 0 };
afterAll(() => console.info(`streams: seed ${BEGIN}, ${JSON.stringify(tally)}`));

const pick = <T>(random: () => number, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
const upTo = (random: () => number, most: number) => 1 + Math.floor(random() * most);

async function readOnce(seed: number): Promise<void> {
  const random = createRandom(seed);
  const draw = drawWatched({ share: random(), most: pick(random, [1, 3, 20]) });
  const history = createHistory(random, pick(random, ["true", "ones", "zeros"]), `e${seed % 0xffffff}`, draw);
  history.grow(upTo(random, 300));
  const nodes = nodesOver(history, upTo(random, 3), random);
  const share = () => (random() < 0.3 ? random() * 0.2 : 0);
  for (const node of nodes) {
    const faults: NodeFaults = { refused: share() / 10, down: share() / 10, throttled: share(), lag: share() };
    if (random() < 0.4) faults.widest = upTo(random, 60);
    if (random() < 0.4) faults.most = upTo(random, 80);
    node.faults = faults;
  }
  const to = endOf(history);
  const from = Math.floor(random() * 20);
  for (;;) {
    // Whatever failed is tried again by a process that knows nothing of it.
    const chain = over(
      nodes.map(({ rpc }) => rpc),
      upTo(random, 400),
    );
    try {
      const chunks = await collect(chain.logStream(random() < 0.5 ? [both] : each, BigInt(from), to));
      if (from <= Number(to.number)) assertChain(chunks, history, from, to, seed);
      tally.chunks += chunks.length;
      tally.logs += chunks.reduce((sum, { logs }) => sum + logs.length, 0);
      tally.requests += nodes.reduce((sum, { requests }) => sum + requests, 0);
      break;
    } catch (error) {
      if (!(error instanceof Transient)) throw error;
      tally.held += 1;
      for (const node of nodes) node.faults = { ...node.faults, refused: 0, down: 0, lag: 0 };
    }
  }
  tally.chains += 1;
}

test(
  `law: whatever the density, the limits and the faults, the stream is what the chain holds (${CHAINS} chains)`,
  async () => {
    for (let index = 0; index < CHAINS; index += 1) await readOnce(BEGIN + index);
    expect(tally.logs).toBeGreaterThan(CHAINS * 100);
  },
  torture ? 3_600_000 : 120_000,
);

/** Stretches of blocks, each with so many logs. */
function stretches(...parts: readonly [blocks: number, logs: number][]): History {
  const random = createRandom(1);
  const fullness = parts.flatMap(([blocks, logs]) => Array.from({ length: blocks }, () => logs));
  const history = createHistory(random, "zeros", "d0", (_, block) =>
    Array.from({ length: fullness[block] ?? 0 }, () => ({
      address: WATCHED.address,
      topics: [WATCHED.topic],
      data: "0x" as const,
    })),
  );
  history.grow(fullness.length - 1);
  return history;
}

test("behavior: chunks are as long as their blocks are empty, so that few are needed and none is too full", async () => {
  const history = stretches([20_000, 0], [600, 100], [20_000, 0]);
  const answers: number[] = [];
  const [one, two] = nodesOver(history, 2, createRandom(2)) as [ModelNode, ModelNode];
  const chain = over([watched(one.rpc, (_, answer) => answers.push(countOf(answer))), two.rpc]);
  const chunks = await collect(chain.logStream([both], 0n, endOf(history)));
  assertChain(chunks, history, 0, endOf(history));
  // Only what was asked for before anybody could know may be fuller.
  expect(answers.filter((count) => count > 10_000).length).toBeLessThanOrEqual(4);
  expect(answers.length).toBeLessThan(60);
});

test("behavior: a node that gives few logs at once refuses seldom, and then little is asked for twice", async () => {
  const history = stretches([3_000, 0], [400, 50], [3_000, 1]);
  const [node] = nodesOver(history, 1, createRandom(3)) as [ModelNode];
  node.faults = { most: 1_000 };
  let [refusals, all] = [0, 0];
  const chain = over([
    watched(node.rpc, (_, answer) => {
      all += 1;
      if (isRefusal(answer)) refusals += 1;
    }),
  ]);
  assertChain(await collect(chain.logStream([both], 0n, endOf(history))), history, 0, endOf(history));
  expect(refusals).toBeLessThan(all / 4);
});

test("behavior: what one filter finds too much is no reason to ask for less by another", async () => {
  const history = stretches([4_000, 20]);
  const [node] = nodesOver(history, 1, createRandom(4)) as [ModelNode];
  node.faults = { most: 2_000 };
  const spans: number[] = [];
  const chain = over([watched(node.rpc, (blocks) => spans.push(blocks))]);
  await collect(chain.logStream([both], 0n, endOf(history)));
  const other = { ...both, topics: [OTHER.topic] };
  await collect(chain.logStream([other], 0n, endOf(history)));
  spans.length = 0;
  await collect(chain.logStream([other], 0n, endOf(history)));
  expect(Math.max(...spans)).toBe(2_000);
});

test("behavior: a block that alone is too much is read from its receipts", async () => {
  const history = stretches([20, 2], [1, 50], [20, 2]);
  for (const count of [1, 2]) {
    const nodes = nodesOver(history, count, createRandom(5));
    for (const node of nodes) node.faults = { most: 10 };
    const chunks = await collect(over(nodes.map(({ rpc }) => rpc)).logStream(each, 0n, endOf(history)));
    assertChain(chunks, history, 0, endOf(history));
  }
});

test("behavior: a log that fits two filters is there once", async () => {
  const history = stretches([50, 3]);
  const chain = over(nodesOver(history, 2, createRandom(6)).map(({ rpc }) => rpc));
  assertChain(await collect(chain.logStream([both, ...each, both], 0n, endOf(history))), history, 0, endOf(history));
});

test("behavior: what is asked is counted by provider, answered or not", async () => {
  const history = stretches([500, 3]);
  const nodes = nodesOver(history, 3, createRandom(7));
  (nodes[0] as ModelNode).faults = { down: 1 };
  const chain = over(nodes.map(({ rpc }) => rpc));
  await collect(chain.logStream([both], 0n, endOf(history)));
  const failed = [nodes[0]?.requests, 0, 0];
  expect(chain.requests()).toEqual(
    nodes.map(({ calls, requests }, index) => ({
      ...{ provider: `provider ${index + 1}`, calls, httpRequests: requests, failed: failed[index] },
    })),
  );
});

test("error: where the last block is another one, not even the first chunk is given", async () => {
  const history = stretches([5_000, 1]);
  const end = endOf(history);
  const chain = over(nodesOver(history, 2, createRandom(8)).map(({ rpc }) => rpc));
  const other = { ...end, hash: `0x${"de".repeat(32)}` as Hex };
  await expect(chain.logStream([both], 0n, other)[Symbol.asyncIterator]().next()).rejects.toThrow(Transient);
});

test("boundary: nothing to ask for is the end alone, and an empty range is nothing", async () => {
  const history = stretches([50, 1]);
  const [node] = nodesOver(history, 1, createRandom(9)) as [ModelNode];
  const end = endOf(history);
  const chain = over([node.rpc]);
  expect(await collect(chain.logStream([], 0n, end))).toEqual([{ end, logs: [] }]);
  expect(await collect(chain.logStream([{ ...both, addresses: [] }], 0n, end))).toEqual([{ end, logs: [] }]);
  expect(await collect(chain.logStream([both], end.number + 1n, end))).toEqual([]);
  expect(node.requests).toBe(0);
});

test("behavior: what a second provider says of later blocks does not begin the waiting for its word on these anew", async () => {
  const history = stretches([400, 1]);
  const [one, two] = nodesOver(history, 2, createRandom(13)) as [ModelNode, ModelNode];
  const pruned: RpcAnswer = { refused: { code: -32000, message: "history has been pruned", data: undefined } };
  const withoutOld: Rpc = {
    ...two.rpc,
    askSealed: async (requests, fixed, options) => {
      const sealed = await two.rpc.askSealed(requests, fixed, options);
      const isOld = ({ method, params }: RpcRequest) =>
        method === "eth_getLogs" && Number((params[0] as { fromBlock: Hex }).fromBlock) < 30;
      const answers = sealed.fixed().map((answer, index) => (isOld(requests[index] as RpcRequest) ? pruned : answer));
      return { ...sealed, bytes: undefined, isKnown: false, fixed: () => answers };
    },
  };
  const chain = over([one.rpc, withoutOld], 10, 400);
  const end = endOf(history);
  const read = () => collect(chain.logStream([both], 0n, end)).catch(() => undefined);
  // Runs that come often: what lies ahead is agreed on in each of them.
  const began = performance.now();
  let chunks: LogChunk[] | undefined;
  while (chunks === undefined && performance.now() - began < 8_000) {
    chunks = await read();
    await sleep(20);
  }
  expect(performance.now() - began).toBeGreaterThan(400);
  assertChain(chunks ?? [], history, 0, end);
});

/** Lets so many requests be under way at once, each for a while, and throttles the others. */
function slow(node: Rpc, most: number, seen: { now: number; peak: number; throttled: number }): Rpc {
  const through = async <T>(answer: () => Promise<T>): Promise<T> => {
    seen.now += 1;
    seen.peak = Math.max(seen.peak, seen.now);
    try {
      await sleep(3);
      if (seen.now <= most) return await answer();
      seen.throttled += 1;
      throw new ProviderFailure("down", "answered with HTTP status 429", { throttled: true, retryAfter: 0 });
    } finally {
      seen.now -= 1;
    }
  };
  return {
    ask: (requests) => through(() => node.ask(requests)),
    askSealed: (requests, fixed, options) => through(() => node.askSealed(requests, fixed, options)),
  };
}

test.each([
  ["several chunks are under way at once", 100],
  ["fewer are where a provider has enough", 2],
])("behavior: %s, and the stream is the same", async (_, most) => {
  const history = stretches([3_000, 1]);
  const [one, two] = nodesOver(history, 2, createRandom(10)) as [ModelNode, ModelNode];
  one.faults = { widest: 20 };
  const seen = { now: 0, peak: 0, throttled: 0 };
  const chain = over([slow(one.rpc, most, seen), two.rpc], 20);
  assertChain(await collect(chain.logStream([both], 0n, endOf(history))), history, 0, endOf(history));
  expect(seen.peak).toBeLessThanOrEqual(8);
  expect(seen.peak > 4).toBe(most > 4);
  expect(seen.throttled > 0).toBe(most < 8);
  expect(seen.throttled).toBeLessThan(100);
});

test("behavior: later chunks are read while whoever takes them is busy, and no more than memory should hold", async () => {
  const history = stretches([2_000, 50]);
  const [node] = nodesOver(history, 1, createRandom(11)) as [ModelNode];
  let [given, taken, most] = [0, 0, 0];
  const chain = over([
    watched(node.rpc, (_, answer) => {
      given += countOf(answer);
      most = Math.max(most, given / 2 - taken);
    }),
  ]);
  for await (const { logs } of chain.logStream([both], 0n, endOf(history))) {
    const before = given;
    await sleep(20);
    taken += logs.length;
    if (taken > 10_000 && taken < 70_000) expect(given).toBeGreaterThan(before);
  }
  expect(taken).toBe(100_000);
  expect(most).toBeLessThan(30_000);
});

test("error: whoever stops early leaves nothing behind: no request, and no failure that nobody hears", async () => {
  const history = stretches([2_000, 1]);
  const [node] = nodesOver(history, 1, createRandom(12)) as [ModelNode];
  const open = new Set<object>();
  let hang = false;
  const server = createServer(async (request, response) => {
    open.add(response);
    response.once("close", () => open.delete(response));
    let text = "";
    for await (const part of request) text += part;
    const body = JSON.parse(text) as (RpcRequest & { id: number })[] | (RpcRequest & { id: number });
    if (hang) return;
    const list = [body].flat();
    const answers = (await node.rpc.ask(list)).map((answer, index) => ({ id: list[index]?.id, ...answer }));
    response.end(JSON.stringify(Array.isArray(body) ? answers : answers[0]));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const unheard: unknown[] = [];
  const hear = (error: unknown) => void unheard.push(error);
  process.on("unhandledRejection", hear);
  onTestFinished(() => {
    process.off("unhandledRejection", hear);
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const chain = chainOver([`http://127.0.0.1:${port}`], { logRange: 10, timeoutMs: 30_000 });
  for await (const _ of chain.logStream([both], 0n, endOf(history))) {
    hang = true;
    await expect.poll(() => open.size).toBeGreaterThan(0);
    break;
  }
  await expect.poll(() => open.size).toBe(0);
  await sleep(50);
  expect(unheard).toEqual([]);
  // The next one begins as if nothing had been.
  hang = false;
  assertChain(await collect(chain.logStream([both], 0n, endOf(history))), history, 0, endOf(history));
});
