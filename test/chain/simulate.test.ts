import { parseAbiItem } from "viem";
import { afterAll, beforeAll, expect, test } from "vitest";
import { call, readOne } from "../../src/chain/call.ts";
import type { Conduct } from "../../src/chain/chain.ts";
import { Transient } from "../../src/errors.ts";
import { type Baits, startBaits } from "../support/baits.ts";
import { chainOver } from "../support/live-chain.ts";
import { type Faults, startRpcProxy } from "../support/rpc-proxy.ts";

let baits: Baits;
beforeAll(async () => {
  baits = await startBaits();
});
afterAll(() => baits.stop());

const fee = parseAbiItem("function fee() view returns (uint256)");

async function simulate(faults: Faults, value = 12n) {
  const proxy = await startRpcProxy(baits.url, faults);
  const chain = chainOver([proxy.url]);
  const account = baits.world.addresses.timelock;
  const set = (to: bigint) => ({ to: baits.knobs, value: 0n, data: baits.encode("SlyKnobs", "setFee", to) });
  const conduct: Conduct = { account, calls: [set(5n), set(value)] };
  return chain.simulate(await chain.finalized(), conduct, [readOne<bigint>(call(baits.knobs, fee))]);
}

const without =
  (...methods: string[]): Faults["on"] =>
  ({ method }) =>
    methods.includes(method) ? { error: { code: -32601, message: `the method ${method} does not exist` } } : undefined;

test("default: calls are made in their order in one block, and the reads see what they leave behind", async () => {
  const seen = await simulate({});
  expect(seen).toMatchObject({ way: "block", refused: undefined, reads: [{ ok: true, value: 12n }] });
  expect(seen.calls).toMatchObject([{ revert: undefined }, { revert: undefined }]);
  expect(seen.gas?.used).toBeGreaterThan(40_000n);
  expect(seen.gas?.limit).toBe(30_000_000n);
});

test("behavior: storage of a bundle is traced from its beginning to its end, each call on what those before it left", async () => {
  const { storage } = await simulate({});
  expect(storage).toMatchObject([{ address: baits.knobs, slot: `0x${"00".repeat(32)}` }]);
  expect([storage?.[0]?.before, storage?.[0]?.after].map(BigInt as (text: unknown) => bigint)).toEqual([10n, 12n]);
  // What is set back is no change.
  expect((await simulate({}, 10n)).storage).toEqual([]);
});

test("behavior: a node that does not trace leaves storage unknown", async () => {
  expect(await simulate({ on: without("debug_traceCall") })).toMatchObject({ way: "block", storage: undefined });
});

test("behavior: a node that simulates nothing tries each call by itself, and says so", async () => {
  const seen = await simulate({ on: without("eth_simulateV1", "debug_traceCall") });
  expect(seen).toMatchObject({ way: "calls", reads: [], storage: undefined, gas: undefined });
  expect(seen.calls).toMatchObject([{ revert: undefined }, { revert: undefined }]);
});

test.each([[[]], [["eth_simulateV1"]]])("error: a refusal comes with its bytes, without %j too", async (methods) => {
  await baits.send(baits.thief, baits.knobs, baits.encode("SlyKnobs", "play", 8n));
  const { calls } = await simulate({ on: without(...methods) });
  expect(calls[0]?.revert).toMatch(/^0x08c379a0/);
  await baits.send(baits.thief, baits.knobs, baits.encode("SlyKnobs", "play", 0n));
});

test("boundary: what the account does not hold is a refusal of the calls, not a failure of the node", async () => {
  const chain = chainOver([baits.url]);
  const account = baits.world.addresses.safe;
  const conduct: Conduct = { account, calls: [{ to: baits.thief, value: 10n ** 30n, data: "0x" }] };
  const { refused, calls } = await chain.simulate(await chain.finalized(), conduct, []);
  expect(refused ?? calls[0]?.revert).toBeDefined();
});

test("error: no node at all is a passing failure", async () => {
  const block = await chainOver([baits.url]).finalized();
  const gone = chainOver(["http://127.0.0.1:9"]);
  await expect(gone.simulate(block, { account: baits.thief, calls: [] }, [])).rejects.toThrow(Transient);
});
