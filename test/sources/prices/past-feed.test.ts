import type { Hex } from "viem";
import { expect, test } from "vitest";
import { artifact } from "../../../sandbox/chain/artifact.ts";
import { createChains } from "../../../src/chain/chains.ts";
import { readPastPrice, readPrice } from "../../../src/sources/prices/index.ts";
import { recordingLog } from "../../support/live-chain.ts";
import { startProtocolChain } from "../../support/protocol-chain.ts";
import { testConfig } from "../../support/test-config.ts";

const CHAIN = 31_337;

test("law: what a feed remembers of a past block is what it said at that block, through every phase", async () => {
  const chain = await startProtocolChain();
  const [owner] = chain.accounts as [Hex];
  const feed = await chain.deploy(artifact("PriceFeed"), 8, "HELIO / USD", owner);
  for (let step = 1n; step <= 60n; step += 1n) {
    await feed.send(owner, "push", 50_000_000n + step);
    if (step % 23n === 0n) await feed.send(owner, "startPhase");
  }
  const config = testConfig({
    chains: { [CHAIN]: { name: "Local chain", finality: { kind: "depth", blocks: 0 } } },
    prices: { helio: { chain: CHAIN, feed: feed.address } },
  });
  const reader = createChains(config, { [CHAIN]: [chain.url] }, recordingLog(), { timeoutMs: 2_000 }).get(CHAIN);
  const final = await reader.finalized();
  const from = BigInt(feed.block);
  const blocks = await Promise.all(
    Array.from({ length: Number(final.number - from) + 1 }, (_, index) => reader.block(from + BigInt(index))),
  );
  const remembered = await reader.readAll(
    final,
    blocks.map(({ timestamp }) => readPastPrice(config, "helio", timestamp)),
  );
  for (const [index, block] of blocks.entries()) {
    const [said] = await reader.readAll(block, [readPrice(config, "helio", block.timestamp)]);
    if (index === 0) expect([said?.ok, remembered[0]?.ok]).toEqual([false, false]);
    else expect(remembered[index]).toEqual({ ok: true, value: (said as { value: unknown }).value });
  }
  expect(blocks).toHaveLength(63);
});
