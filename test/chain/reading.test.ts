import { type AbiFunction, parseAbiItem } from "viem";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startWorld } from "../../sandbox/chain/world.ts";
import { call, isCallFailure, readOne } from "../../src/chain/call.ts";
import type { Block, Read } from "../../src/chain/chain.ts";
import { Refusal, Transient } from "../../src/errors.ts";
import { chainOver } from "../support/live-chain.ts";
import { startRpcProxy } from "../support/rpc-proxy.ts";

let started: Awaited<ReturnType<typeof startWorld>>;
let block: Block;

beforeAll(async () => {
  started = await startWorld();
  block = await chainOver([started.url]).finalized();
});
afterAll(() => started.stop());

const fn = (text: string) => parseAbiItem(text) as AbiFunction;
const balanceOf = fn("function balanceOf(address) view returns (uint256)");
const nodeOf = fn(
  "function nodeOf(uint256) view returns ((address owner, uint48 registeredAt, uint48 retiredAt, bytes32 region))",
);
const name = fn("function name() view returns (string)");

const tokenName = () => readOne<string>(call(started.world.addresses.token, name));
const missingNode = () => readOne(call(started.world.addresses.rewards, nodeOf, 999n));

test("default: many reads of several rounds advance together, one request a round", async () => {
  const proxy = await startRpcProxy(started.url);
  const chain = chainOver([proxy.url]);
  await chain.readAll(block, [tokenName(), tokenName()]);
  const before = proxy.count("eth_call");
  const two = function* (): Read<[string, bigint]> {
    const first = yield* tokenName();
    return [
      first,
      yield* readOne<bigint>(call(started.world.addresses.token, balanceOf, started.world.addresses.rewards)),
    ];
  };
  const outcomes = await chain.readAll(block, Array.from({ length: 20 }, two));
  expect(outcomes.every((outcome) => outcome.ok && outcome.value[0] === "Helio" && outcome.value[1] > 0n)).toBe(true);
  expect(proxy.count("eth_call") - before).toBe(2);
});

test("behavior: every call names the block by its hash", async () => {
  const proxy = await startRpcProxy(started.url);
  await chainOver([proxy.url]).readAll(block, [tokenName(), tokenName()]);
  const blocks = proxy.seen.filter(({ method }) => method === "eth_call").map(({ params }) => params[1]);
  expect(blocks).toEqual([{ blockHash: block.hash, requireCanonical: true }]);
});

test("behavior: a node that knows no hashes is asked by number, and held to the block's hash", async () => {
  const proxy = await startRpcProxy(started.url, {
    on: ({ params }) =>
      typeof params[1] === "object"
        ? { error: { code: -32602, message: "invalid argument 1: cannot unmarshal object" } }
        : undefined,
  });
  const chain = chainOver([proxy.url]);
  expect(await chain.read(block, tokenName())).toBe("Helio");
  proxy.faults.change = ({ method }, result) =>
    method === "eth_getBlockByNumber" ? { ...(result as object), hash: `0x${"de".repeat(32)}` } : result;
  await expect(chain.read(block, tokenName())).rejects.toThrow(Transient);
});

test("behavior: a call that reverts, one to no contract and one that answers otherwise do not spoil the others", async () => {
  const { addresses } = started.world;
  const outcomes = await chainOver([started.url]).readAll<unknown>(block, [
    tokenName(),
    missingNode(),
    readOne(call("0x00000000000000000000000000000000000000aa", name)),
    readOne(call(addresses.registry, name)),
    readOne(call(addresses.token, fn("function decimals() view returns (string)"))),
    tokenName(),
  ]);
  expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, false, false, false, true]);
  const reasons = outcomes.map((outcome) => (outcome.ok ? "" : outcome.reason));
  expect(reasons[1]).toMatch(/^nodeOf of 0x\w{40} reverted: 0x\w{8}$/);
  expect(reasons[2]).toMatch(/no such contract or function$/);
  expect(reasons[4]).toMatch(/in another form than its signature says$/);
});

test("behavior: without Multicall3 the same reads give the same", async () => {
  const reads = () => [tokenName(), missingNode(), tokenName()];
  const proxy = await startRpcProxy(started.url, {
    on: ({ method }) => (method === "eth_getCode" ? { result: "0x" } : undefined),
  });
  const [with_, without] = [chainOver([started.url]), chainOver([proxy.url])];
  expect(await without.readAll(block, reads())).toEqual(await with_.readAll(block, reads()));
  expect(proxy.count("eth_call")).toBe(3);
});

test("boundary: more calls than fit one chunk keep their order", async () => {
  const { addresses, roles } = started.world;
  const people = Object.values(roles.wallets);
  const balance = (index: number) => call(addresses.token, balanceOf, people[index % people.length]);
  const many = function* (): Read<readonly unknown[]> {
    return yield Array.from({ length: 1_203 }, (_, index) => balance(index));
  };
  const chain = chainOver([started.url]);
  const found = await chain.read(block, many());
  const single = await Promise.all(people.map((_, index) => chain.read(block, readOne<bigint>(balance(index)))));
  expect(found).toEqual(Array.from({ length: 1_203 }, (_, index) => single[index % people.length]));
});

test("error: a provider's failure is never a failed call, whatever it says", async () => {
  const proxy = await startRpcProxy(started.url, {
    on: ({ method }) => (method === "eth_call" ? { error: { code: -32603, message: "Internal error" } } : undefined),
  });
  await expect(chainOver([proxy.url]).readAll(block, [tokenName(), tokenName()])).rejects.toThrow(Transient);
});

test("error: a node that fails every call of a batch alike is not believed before each was asked alone", async () => {
  const honest = chainOver([started.url]);
  const all = () => [missingNode(), missingNode(), tokenName()];
  const expected = await honest.readAll<unknown>(block, all());
  const proxy = await startRpcProxy(started.url, {
    change: ({ method, params }, result) => {
      const { to } = (params[0] ?? {}) as { to?: string };
      // Three results, each { success: false, returnData: "0x" }: what a multicall short of gas gives.
      return method === "eth_call" && to?.toLowerCase() === started.world.addresses.multicall.toLowerCase()
        ? FAILED_ALL
        : result;
    },
  });
  expect(await chainOver([proxy.url]).readAll<unknown>(block, all())).toEqual(expected);
});

test("behavior: a batch too heavy for the node is halved until it fits", async () => {
  const proxy = await startRpcProxy(started.url, {
    on: ({ method, params }) => {
      const { data } = (params[0] ?? {}) as { data?: string };
      return method === "eth_call" && (data?.length ?? 0) > 5_000
        ? { error: { code: -32000, message: "out of gas" } }
        : undefined;
    },
  });
  const chain = chainOver([proxy.url]);
  const outcomes = await chain.readAll(block, Array.from({ length: 60 }, tokenName));
  expect(outcomes).toEqual(Array.from({ length: 60 }, () => ({ ok: true, value: "Helio" })));
});

test("error: a single read says why its call failed", async () => {
  await expect(chainOver([started.url]).read(block, missingNode())).rejects.toThrow(Refusal);
});

test("default: code at a block, nothing before the contract was there", async () => {
  const chain = chainOver([started.url]);
  const { token } = started.world.addresses;
  expect((await chain.code(token, block)).length).toBeGreaterThan(1_000);
  expect(await chain.code(token, await chain.block(1n))).toBe("0x");
});

test("boundary: a struct with a field of its own is no failed call", () => {
  expect(isCallFailure({ failed: true })).toBe(false);
  expect(isCallFailure({ failed: "reverted" })).toBe(true);
});

const word = (value: number) => value.toString(16).padStart(64, "0");
const EMPTY_FAILURE = word(0) + word(64) + word(0);
const FAILED_ALL = `0x${word(32)}${word(3)}${word(96)}${word(192)}${word(288)}${EMPTY_FAILURE.repeat(3)}`;

test("error: what is noted for good is not believed of one of two providers that answer differently, in whatever order", async () => {
  const lie = await startRpcProxy(started.url, {
    change: ({ method }, result) =>
      method === "eth_call" ? String(result).replace("48656c696f", "48656c6961") : result,
  });
  for (const urls of [
    [lie.url, started.url],
    [started.url, lie.url],
  ])
    await expect(chainOver(urls).readShared(block, [tokenName()])).rejects.toThrow("disagree about calls at block");
  const three = chainOver([lie.url, started.url, `${started.url}/?other`]);
  expect(await three.readShared(block, [tokenName()])).toEqual([{ ok: true, value: "Helio" }]);
  expect(await chainOver([started.url]).readShared(block, [tokenName()])).toEqual([{ ok: true, value: "Helio" }]);
});
