import { expect, test } from "vitest";
import { Halt, Transient } from "../../src/errors.ts";
import { chainOver, freshChain, recordingLog } from "../support/live-chain.ts";
import { startRpcProxy } from "../support/rpc-proxy.ts";

const mine = (rpc: Awaited<ReturnType<typeof freshChain>>["rpc"], blocks: number) =>
  rpc("anvil_mine", `0x${blocks.toString(16)}`);

test("default: the block the node tags as finalized, two below the newest on a local chain", async () => {
  const { anvil } = await freshChain(5);
  expect((await chainOver([anvil.url], { finality: { kind: "finalized" } }).finalized()).number).toBe(3n);
});

test("behavior: where depth decides, so many blocks below the newest", async () => {
  const { anvil } = await freshChain(5);
  expect((await chainOver([anvil.url], { finality: { kind: "depth", blocks: 4 } }).finalized()).number).toBe(1n);
});

test("boundary: a chain shorter than its depth has its first block final", async () => {
  const { anvil } = await freshChain(2);
  expect((await chainOver([anvil.url], { finality: { kind: "depth", blocks: 64 } }).finalized()).number).toBe(0n);
});

test("behavior: a node that lags behind does not take a final block back", async () => {
  const { anvil, rpc } = await freshChain(8);
  const proxy = await startRpcProxy(anvil.url);
  const chain = chainOver([proxy.url]);
  const high = await chain.finalized();
  // The node answers for an older head, as another behind the same address would, but still knows the higher block.
  proxy.faults.change = ({ params }, result) =>
    params[0] === "latest" ? { ...(result as object), number: "0x5" } : result;
  expect(await chain.finalized()).toEqual(high);
  proxy.faults.change = undefined;
  await mine(rpc, 1);
  expect((await chain.finalized()).number).toBe(9n);
});

test("error: a final block that nobody has any more is a failure that may pass, never a lower block", async () => {
  const { anvil } = await freshChain(8);
  const proxy = await startRpcProxy(anvil.url);
  const chain = chainOver([proxy.url]);
  await chain.finalized();
  proxy.faults.change = ({ params }, result) => {
    if (params[0] === "latest") return { ...(result as object), number: "0x5" };
    return params[0] === "0x8" ? null : result;
  };
  await expect(chain.finalized()).rejects.toThrow(Transient);
});

test("error: a final block that was replaced halts the chain for good, and says so", async () => {
  const { anvil, rpc } = await freshChain(8);
  const log = recordingLog();
  const chain = chainOver([anvil.url], { log });
  await chain.finalized();
  await rpc("anvil_reorg", 3, []);
  await mine(rpc, 3);
  await expect(chain.finalized()).rejects.toThrow(Halt);
  await expect(chain.finalized()).rejects.toThrow("replaced block 8, which was final");
  expect(log.lines.filter(({ level }) => level === "error")).toHaveLength(1);
});

test("behavior: a reorganisation above the final block changes nothing", async () => {
  const { anvil, rpc } = await freshChain(8);
  const chain = chainOver([anvil.url], { finality: { kind: "depth", blocks: 3 } });
  const before = await chain.finalized();
  await rpc("anvil_reorg", 3, []);
  expect(await chain.finalized()).toEqual(before);
  await mine(rpc, 4);
  expect((await chain.finalized()).number).toBe(9n);
});

test("behavior: one provider with another block cannot halt a chain that another confirms", async () => {
  const { anvil, rpc } = await freshChain(8);
  const liar = await startRpcProxy(anvil.url);
  const chain = chainOver([liar.url, anvil.url]);
  const held = await chain.finalized();
  await mine(rpc, 2);
  liar.faults.change = ({ params }, result) =>
    params[0] === "0x8" ? { ...(result as object), hash: `0x${"de".repeat(32)}` } : result;
  expect(await chain.finalized()).toEqual(held);
});

test("behavior: of two providers, the newest block that both count as final", async () => {
  const { anvil, rpc } = await freshChain(8);
  const slow = await startRpcProxy(anvil.url);
  const standAt = async (number: string) => {
    const result = await rpc("eth_getBlockByNumber", number, false);
    slow.faults.on = ({ params }) => (params[0] === "latest" ? { result } : undefined);
  };
  await standAt("0x6");
  const both = chainOver([anvil.url, slow.url]);
  expect((await both.finalized()).number).toBe(6n);
  expect((await chainOver([slow.url, anvil.url]).finalized()).number).toBe(6n);
  // One that stands still holds nobody up: what it cannot confirm is used, as long as nobody contradicts.
  await mine(rpc, 2);
  await standAt("0x5");
  expect((await both.finalized()).number).toBe(10n);
});

const elsewhere =
  (from: bigint) =>
  ({ method }: { method: string }, result: unknown) =>
    method === "eth_getBlockByNumber" && BigInt((result as { number: string }).number) >= from
      ? { ...(result as object), hash: `0x${"de".repeat(32)}` }
      : result;

test("error: where two providers disagree nothing is final, and neither is halted for it", async () => {
  const { anvil, rpc } = await freshChain(8);
  const liar = await startRpcProxy(anvil.url);
  const chain = chainOver([liar.url, anvil.url]);
  await chain.finalized();
  await mine(rpc, 2);
  liar.faults.change = elsewhere(9n);
  await expect(chain.finalized()).rejects.toThrow("disagree about block 10");
  liar.faults.change = undefined;
  expect((await chain.finalized()).number).toBe(10n);
});

test("behavior: of three providers the one that is outvoted is passed over", async () => {
  const { anvil } = await freshChain(8);
  const liar = await startRpcProxy(anvil.url, { change: elsewhere(1n) });
  const block = await chainOver([anvil.url]).finalized();
  expect(await chainOver([liar.url, anvil.url, anvil.url]).finalized()).toEqual(block);
});

test("behavior: a block of one provider's alone is not held on to, so that it cannot halt the chain later", async () => {
  const { anvil } = await freshChain(8);
  const gone = await startRpcProxy(anvil.url, { on: () => ({ status: 429, headers: { "retry-after": "1" } }) });
  const liar = await startRpcProxy(anvil.url, { change: elsewhere(1n) });
  const chain = chainOver([liar.url, gone.url]);
  const alone = await chain.finalized();
  liar.faults.change = undefined;
  const found = await chain.finalized();
  expect([found.number, found.hash === alone.hash]).toEqual([8n, false]);
});

test("error: a node that serves another chain from one moment to the next is refused for good", async () => {
  const { anvil } = await freshChain(3);
  const proxy = await startRpcProxy(anvil.url);
  const chain = chainOver([proxy.url]);
  await chain.finalized();
  proxy.faults.on = ({ method }) => (method === "eth_chainId" ? { result: "0x1" } : undefined);
  await expect(chain.finalized()).rejects.toThrow(Transient);
  proxy.faults.on = undefined;
  await expect(chain.finalized()).rejects.toThrow(Transient);
});

test("default: the newest final block that is not younger than a second", async () => {
  const { anvil, rpc } = await freshChain();
  for (const time of [10, 20, 30, 30, 50]) await rpc("evm_mine", { timestamp: 4_000_000_000 + time });
  const chain = chainOver([anvil.url], { finality: { kind: "depth", blocks: 1 } });
  const at = async (seconds: number) => (await chain.blockAt(4_000_000_000 + seconds)).number;
  expect([await at(10), await at(19), await at(20), await at(30), await at(31), await at(60)]).toEqual([
    1n,
    1n,
    2n,
    4n,
    4n,
    4n,
  ]);
  await expect(chain.blockAt(1)).rejects.toThrow("had no block yet");
});

test("behavior: a moment asked for again costs no second search, however the chain has grown", async () => {
  const { anvil, rpc } = await freshChain();
  for (let time = 1; time <= 40; time += 1) await rpc("evm_mine", { timestamp: 4_000_000_000 + time });
  const proxy = await startRpcProxy(anvil.url);
  const chain = chainOver([proxy.url]);
  const found = await chain.blockAt(4_000_000_007);
  await rpc("evm_mine");
  await chain.finalized();
  const before = proxy.count("eth_getBlockByNumber");
  expect(await chain.blockAt(4_000_000_007)).toEqual(found);
  // What is final is looked at, the search is not done again.
  expect(proxy.count("eth_getBlockByNumber") - before).toBeLessThanOrEqual(3);
});
