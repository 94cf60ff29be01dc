import { type AbiFunction, parseAbiItem } from "viem";
import { expect, test } from "vitest";
import { createRpc } from "../../sandbox/chain/rpc.ts";
import { call } from "../../src/chain/call.ts";
import type { Read } from "../../src/chain/chain.ts";
import { Refusal, Transient } from "../../src/errors.ts";
import { chainOver, freshChain, recordingLog } from "../support/live-chain.ts";
import { startRpcProxy } from "../support/rpc-proxy.ts";

test("default: the first provider answers, and the second only confirms what is final", async () => {
  const { anvil } = await freshChain(3);
  const [first, second] = [await startRpcProxy(anvil.url), await startRpcProxy(anvil.url)];
  const chain = chainOver([first.url, second.url]);
  expect((await chain.finalized()).number).toBe(3n);
  // Its chain, once, and the block.
  expect(second.posts).toBe(2);
  await chain.block(1n);
  await chain.finalized();
  expect(second.posts).toBe(2);
});

test.each([
  ["does not listen", () => ({ drop: true }) as const],
  ["answers 503", () => ({ status: 503 }) as const],
  ["answers 429", () => ({ status: 429, headers: { "retry-after": "1" } }) as const],
  ["hangs", () => ({ hang: true }) as const],
  ["refuses the method", () => ({ error: { code: -32601, message: "method not found" } }) as const],
])("behavior: a provider that %s gives way to the next", async (_, on) => {
  const { anvil } = await freshChain(3);
  const [first, second] = [await startRpcProxy(anvil.url, { on }), await startRpcProxy(anvil.url)];
  const chain = chainOver([first.url, second.url], { timeoutMs: 300 });
  expect((await chain.finalized()).number).toBe(3n);
  expect(second.count("eth_getBlockByNumber")).toBeGreaterThan(0);
});

test("behavior: a provider's failure is said once, and so is its recovery; it rests in between", async () => {
  const { anvil } = await freshChain(3);
  const [first, second] = [
    await startRpcProxy(anvil.url, { on: () => ({ status: 500 }) }),
    await startRpcProxy(anvil.url),
  ];
  const log = recordingLog();
  const chain = chainOver([first.url, second.url], { log });
  for (let time = 0; time < 4; time += 1) await chain.finalized();
  // One first try and one second, then nothing while it rests.
  expect(first.seen.length).toBe(2);
  expect(log.lines.map(({ level, message }) => [level, message])).toEqual([
    ["warn", "provider 1 of Local chain answered with HTTP status 500"],
  ]);
  first.faults.on = undefined;
  await expect
    .poll(() => chain.finalized().then(() => log.lines.at(-1)?.message), { timeout: 8_000 })
    .toBe("provider 1 of Local chain answers again");
});

test("error: a provider of another chain is refused by its number and never asked again", async () => {
  const { anvil } = await freshChain(3);
  const liar = await startRpcProxy(anvil.url, {
    on: ({ method }) => (method === "eth_chainId" ? { result: "0x1" } : undefined),
  });
  const log = recordingLog();
  const chain = chainOver([liar.url, anvil.url], { log });
  await chain.finalized();
  await chain.finalized();
  expect(liar.seen.map(({ method }) => method)).toEqual(["eth_chainId"]);
  expect(log.lines).toEqual([
    {
      level: "error",
      message: "provider 1 of Local chain serves chain 1, not 31337, and is not used",
      facts: { chain: 31_337 },
    },
  ]);
});

test("error: with no provider left the failure is transient, and neither it nor the log carries a URL or a key", async () => {
  const echo = await startRpcProxy("http://127.0.0.1:9", {
    on: ({ method }) =>
      method === "eth_chainId"
        ? { result: "0x7a69" }
        : { error: { code: -32000, message: `bad key secret-key-123456 at ${echo.url}` } },
  });
  const gone = "http://user:password-1@127.0.0.1:9/v2/secret-key-654321";
  const log = recordingLog();
  const failure = await chainOver([echo.url, gone], { log })
    .finalized()
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Transient);
  const said = JSON.stringify([
    failure,
    (failure as Transient).message,
    (failure as Transient).context,
    String((failure as Error).stack),
    log.lines,
  ]);
  expect(said).toContain("provider 2 could not be reached");
  expect(said).not.toMatch(/secret-key|password-1|127\.0\.0\.1:\d+\/|https?:/);
});

test("error: a chain nobody gave a URL for is refused at once", () => {
  expect(() => chainOver([])).toThrow(Refusal);
});

test("behavior: batches that a provider refuses are sent one by one", async () => {
  const { anvil } = await freshChain(3);
  const proxy = await startRpcProxy(anvil.url, { refuseBatches: true });
  const rpc = createRpc(anvil.url);
  const { hash, timestamp } = await rpc<{ hash: `0x${string}`; timestamp: string }>(
    "eth_getBlockByNumber",
    "0x2",
    false,
  );
  const chain = chainOver([proxy.url]);
  const block = { number: 2n, hash, timestamp: Number(timestamp) };
  const abi = parseAbiItem("function eth_nothing()") as AbiFunction;
  const three = function* (): Read<readonly unknown[]> {
    return yield [1, 2, 3].map(() => call("0x00000000000000000000000000000000000000aa", abi));
  };
  // Whoever has no code answers a call that returns nothing with just that.
  expect(await chain.read(block, three())).toEqual([undefined, undefined, undefined]);
  expect(proxy.count("eth_call")).toBe(3 + 3);
});
