import { expect, test } from "vitest";
import { CHAIN_ID, startAnvil } from "../../../sandbox/chain/anvil.ts";
import { createRpc } from "../../../sandbox/chain/rpc.ts";

test("default: two chains get ports of their own, and begin when they were told to", async () => {
  const [early, late] = await Promise.all([startAnvil({ timestamp: 1_700_000_000 }), startAnvil()]);
  try {
    expect(early.port).not.toBe(late.port);
    const genesis = await createRpc(early.url)<{ timestamp: string }>("eth_getBlockByNumber", "latest", false);
    expect(Number(genesis.timestamp)).toBe(1_700_000_000);
    expect(Number(await createRpc(late.url)("eth_chainId"))).toBe(CHAIN_ID);
  } finally {
    await Promise.all([early.stop(), late.stop()]);
  }
});

test("behavior: a stopped chain is gone, and stopping it again does no harm", async () => {
  const chain = await startAnvil();
  await chain.stop();
  await chain.stop();
  await expect(createRpc(chain.url)("eth_chainId")).rejects.toThrow("fetch failed");
});

test("error: a taken port is said, and the chain that has it is not mistaken for a new one", async () => {
  const first = await startAnvil();
  try {
    await expect(startAnvil({ port: first.port })).rejects.toThrow(/anvil did not start: .*[\s\S]*in use/);
  } finally {
    await first.stop();
  }
});
