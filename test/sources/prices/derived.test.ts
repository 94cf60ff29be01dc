import { getAddress, type Hex, parseUnits } from "viem";
import { expect, test } from "vitest";
import { artifact, published } from "../../../sandbox/chain/artifact.ts";
import { createChains } from "../../../src/chain/chains.ts";
import type { ConfigInput } from "../../../src/config/schema.ts";
import { readPrice } from "../../../src/sources/prices/index.ts";
import { addressOf, roundAnswer, runRead } from "../../support/feeds.ts";
import { recordingLog } from "../../support/live-chain.ts";
import { type Deployed, startProtocolChain } from "../../support/protocol-chain.ts";
import { testConfig } from "../../support/test-config.ts";

const CHAIN = 31_337;
const AT = 1_800_000_000;

const [feed, vault] = [addressOf(1), addressOf(2)];

test.each<[string, Record<string, unknown>, bigint | undefined]>([
  ["2 USD × 1.05", {}, 1_050_000n],
  ["the rate is below the bounds in the config", { min: "900000" }, 525_000n],
  ["the rate is above the bounds in the config", { max: "1100000" }, 9_050_000n],
  ["the rate is nothing, or too little to be told", {}, 0n],
  ["the rate is nothing, or too little to be told", { decimals: 30 }, 100n],
  [`convertToAssets of ${vault} reverted`, {}, undefined],
])("default: a share is worth its base times its rate, within bounds: %s", async (expected, changes, rate) => {
  const rated = {
    ...{ kind: "rate", chain: CHAIN, base: "dollar", contract: vault, decimals: 6, argument: "1000000000000" },
    getter: "function convertToAssets(uint256 shares) view returns (uint256)",
  };
  const prices = { dollar: { chain: CHAIN, feed }, share: { ...rated, ...changes } } as never;
  const contracts = {
    [feed]: (name: string) =>
      name === "decimals" ? 8 : name === "latestRoundData" ? roundAnswer(7n, 200_000_000n, AT - 60) : undefined,
    [vault]: (name: string, [shares]: readonly unknown[]) =>
      name === "convertToAssets" && shares === 10n ** 12n ? rate : undefined,
  };
  const { outcome } = await runRead(readPrice(testConfig({ prices }), "share", AT), contracts);
  const seen = { round: 7n, answer: 21n * 10n ** 17n, decimals: 18, updatedAt: AT - 60 };
  expect(outcome.ok ? outcome.value : outcome.reason).toEqual(expected === "2 USD × 1.05" ? seen : expected);
});

/** Two feeds, and Uniswap's own pair of 1,000 HELIO and 500 tUSD. */
async function startMarket() {
  const chain = await startProtocolChain();
  const [owner] = chain.accounts as [Hex];
  const deploy = (name: string, ...args: unknown[]) => chain.deploy(artifact(name), ...args);
  const token = () => chain.deploy(published("@uniswap/v2-core/build/ERC20.json"), parseUnits("1000000", 18));
  const [helio, dollar] = [await token(), await token()];
  const factory = await chain.deploy(published("@uniswap/v2-core/build/UniswapV2Factory.json"), owner);
  await factory.send(owner, "createPair", helio.address, dollar.address);
  const pairAddress = await factory.read<Hex>("getPair", helio.address, dollar.address);
  const pair = chain.at(pairAddress, published("@uniswap/v2-core/build/UniswapV2Pair.json"));
  const feeds: Deployed[] = [];
  for (const [about, answer] of [
    ["HELIO / USD", 50_000_000n],
    ["tUSD / USD", 99_000_000n],
  ] as const) {
    const feed = await deploy("PriceFeed", 8, about, owner);
    await feed.send(owner, "push", answer);
    feeds.push(feed);
  }
  return { chain, owner, helio, dollar, pair, feeds };
}

test("default: a pool's share has its fair price, which a swap that empties half the pool does not move", async () => {
  const { chain, owner, helio, dollar, pair, feeds } = await startMarket();
  const config = testConfig({
    chains: { [CHAIN]: { name: "Local chain", finality: { kind: "depth", blocks: 0 } } },
    tokens: {
      helio: { chain: CHAIN, address: helio.address, symbol: "HELIO", decimals: 18, price: "helio" },
      dollar: { chain: CHAIN, address: dollar.address, symbol: "tUSD", decimals: 18, price: "dollar" },
    },
    prices: {
      helio: { chain: CHAIN, feed: feeds[0]?.address ?? "" },
      dollar: { chain: CHAIN, feed: feeds[1]?.address ?? "" },
      share: { kind: "pool", chain: CHAIN, pair: pair.address, tokens: ["helio", "dollar"] },
      double: {
        kind: "rate",
        chain: CHAIN,
        base: "share",
        contract: helio.address,
        getter: "function totalSupply() view returns (uint256)",
      },
      strange: { kind: "pool", chain: CHAIN, pair: helio.address, tokens: ["helio", "dollar"] },
    },
  } satisfies Partial<ConfigInput>);
  const reader = createChains(config, { [CHAIN]: [chain.url] }, recordingLog(), { timeoutMs: 2_000 }).get(CHAIN);
  const read = async (name: string) => {
    const block = await reader.finalized();
    const [outcome] = await reader.readAll(block, [readPrice(config, name, block.timestamp)]);
    return outcome?.ok ? outcome.value : outcome?.reason;
  };
  expect(await read("share")).toBe("the pool has no shares");
  await helio.send(owner, "transfer", pair.address, parseUnits("1000", 18));
  await dollar.send(owner, "transfer", pair.address, parseUnits("500", 18));
  await pair.send(owner, "mint", owner);
  // 2·√(1000·0.5 · 500·0.99) USD over √(1000·500) shares.
  const fair = 1_407_124_727_947_028_000n;
  expect(await read("share")).toMatchObject({ decimals: 18, answer: expect.any(BigInt) });
  const before = await read("share");
  const answer = typeof before === "object" ? before.answer : 0n;
  expect(answer / 10n ** 9n).toBe(fair / 10n ** 9n);
  // Somebody pushes the price to a quarter, and leaves Uniswap's 0.3 %.
  await helio.send(owner, "transfer", pair.address, parseUnits("1003.1", 18));
  const isFirst = getAddress(await pair.read<Hex>("token0")) === getAddress(helio.address);
  const out = parseUnits("250", 18);
  await pair.send(owner, "swap", isFirst ? 0n : out, isFirst ? out : 0n, owner, "0x");
  const after = await read("share");
  const moved = (typeof after === "object" ? after.answer : 0n) - answer;
  expect(moved > 0n && moved * 1_000n < answer).toBe(true);
  // A rate counted from a price that itself follows from others.
  expect(await read("double")).toMatchObject({ answer: (answer + moved) * 1_000_000n });
  expect(await read("strange")).toContain("getReserves of");
});
