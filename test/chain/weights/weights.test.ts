import type { Address } from "viem";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Block } from "../../../src/chain/chain.ts";
import { readStart, readWeight, weightsOutlive } from "../../../src/chain/weights/index.ts";
import { lookUp } from "../../../src/core/governance/electorate/look-up.ts";
import type { BalanceSource, WalletSource } from "../../../src/core/governance/electorate/source.ts";
import { startWeightsChain, type WeightsChain } from "./weights-chain.ts";

let live: WeightsChain;

beforeAll(async () => {
  live = await startWeightsChain();
});
afterAll(() => live?.stop());

const unit = { chain: 31_337, symbol: "W", decimals: 0 };
const votes = (name: string): WalletSource => ({ kind: "votes", ...unit, token: live.at(name) });
const balance = (name: string, standard: BalanceSource["standard"], id?: bigint): WalletSource => ({
  kind: "balance",
  ...unit,
  token: live.at(name),
  standard,
  id,
});
const bonds = (weight: string, total?: string): WalletSource => ({
  kind: "call",
  ...unit,
  target: live.at("Bonds"),
  weight: `function ${weight}`,
  total: total && `function ${total}`,
});

const startAt = (source: WalletSource, block: Block) => live.chain.read(block, readStart(source, block));
const weightAt = (source: WalletSource, block: Block, wallet: Address, timepoint: bigint) =>
  live.chain.read(block, readWeight(source, wallet, timepoint));

/** What a source tells of two wallets as a vote opens now, and tells again after `later` was done. */
async function tellTwice(source: WalletSource, later: () => Promise<void>) {
  const opened = await live.chain.finalized();
  const tell = async (block: Block) => {
    const { timepoint, total } = await startAt(source, opened);
    const weights = [1, 2].map((index) => weightAt(source, block, live.account(index), timepoint));
    return { timepoint, total, weights: await Promise.all(weights) };
  };
  const first = await tell(opened);
  await later();
  const now = await live.chain.finalized();
  return { opened, first, again: await tell(opened), now: await tell(now) };
}

test("default: plain tokens, as they were at the snapshot's block, however they moved since", async () => {
  await live.send(0, "Coins", "mint", live.account(1), 30n);
  await live.send(0, "Coins", "mint", live.account(2), 12n);
  const told = await tellTwice(balance("Coins", "erc20"), async () => {
    await live.send(1, "Coins", "transfer", live.account(2), 30n);
    await live.send(0, "Coins", "mint", live.account(1), 1n);
  });
  expect(told.first).toEqual({ timepoint: told.opened.number, total: 42n, weights: [30n, 12n] });
  expect(told.again).toEqual(told.first);
  expect(told.now.weights).toEqual([1n, 42n]);
});

test("default: NFTs count one each, and those that do not count themselves have no total", async () => {
  for (const name of ["Deeds", "CountedDeeds"]) {
    for (const id of [1n, 2n]) await live.send(0, name, "mint", live.account(1), id);
    const told = await tellTwice(balance(name, "erc721"), () =>
      live.send(1, name, "transferFrom", live.account(1), live.account(2), 2n),
    );
    const total = name === "Deeds" ? undefined : 2n;
    expect(told.first).toEqual({ timepoint: told.opened.number, total, weights: [2n, 0n] });
    expect(told.again).toEqual(told.first);
    expect(told.now.weights).toEqual([1n, 1n]);
  }
});

test("default: of an ERC-1155 one id weighs, with a total where the contract counts it", async () => {
  for (const name of ["Badges", "CountedBadges"]) {
    await live.send(0, name, "mint", live.account(1), 7n, 5n);
    await live.send(0, name, "mint", live.account(1), 8n, 1_000n);
    const told = await tellTwice(balance(name, "erc1155", 7n), () =>
      live.send(1, name, "safeTransferFrom", live.account(1), live.account(2), 7n, 4n, "0x"),
    );
    const total = name === "Badges" ? undefined : 5n;
    expect(told.first).toEqual({ timepoint: told.opened.number, total, weights: [5n, 0n] });
    expect(told.again).toEqual(told.first);
    expect(told.now.weights).toEqual([1n, 4n]);
  }
});

test("default: what a contract answers of a wallet, wide or narrow, and of all", async () => {
  await live.send(1, "Bonds", "bond", 70n);
  const amount = "bondedAmount(address owner) view returns (uint96)";
  const told = await tellTwice(bonds(amount, "totalBonded() view returns (uint256)"), () =>
    live.send(2, "Bonds", "bond", 30n),
  );
  expect(told.first).toEqual({ timepoint: told.opened.number, total: 70n, weights: [70n, 0n] });
  expect(told.again).toEqual(told.first);
  expect(told.now.weights).toEqual([70n, 30n]);
  const { now } = await tellTwice(bonds("nodes(address) view returns (uint16)"), async () => {});
  expect(now).toMatchObject({ total: undefined, weights: [1n, 1n] });
});

test("default: votes of a token with rounds of its own, told by any later block", async () => {
  const source = votes("RoundsToken");
  for (const index of [1, 2]) {
    await live.send(0, "RoundsToken", "mint", live.account(index), BigInt(index));
    await live.send(index, "RoundsToken", "delegate", live.account(index));
  }
  await live.send(0, "RoundsToken", "nextRound");
  // Within the round that runs votes may still move, so that they do not count.
  await live.send(0, "RoundsToken", "mint", live.account(1), 100n);
  const told = await tellTwice(source, async () => {
    await live.send(1, "RoundsToken", "transfer", live.account(2), 101n);
    await live.send(0, "RoundsToken", "nextRound");
  });
  expect(told.first).toEqual({ timepoint: 1n, total: 3n, weights: [1n, 2n] });
  expect(told.again).toEqual(told.first);
  expect(told.now).toEqual(told.first);
  expect(weightsOutlive(source)).toBe(true);
});

test("default: votes of a token without a clock, by the blocks that contracts see", async () => {
  await live.send(0, "OldVotes", "mint", live.account(1), 9n);
  await live.send(0, "OldVotes", "mint", live.account(2), 4n);
  const told = await tellTwice(votes("OldVotes"), () => live.send(0, "OldVotes", "mint", live.account(1), 1n));
  expect(told.first).toEqual({ timepoint: told.opened.number - 1n, total: 9n, weights: [9n, 0n] });
  expect(told.now).toEqual(told.first);
});

test("boundary: a contract that refuses one wallet does not spoil the others", async () => {
  const source = bonds("bondOf(address) view returns (uint256)");
  const block = await live.chain.finalized();
  const outcomes = await live.chain.readAll(
    block,
    [1, 5].map((index) => readWeight(source, live.account(index), block.number)),
  );
  expect(outcomes[0]).toEqual({ ok: true, value: 70n });
  expect(outcomes[1]).toMatchObject({ ok: false, reason: expect.stringMatching(/^bondOf of 0x\w{40} reverted/) });
});

test("error: a source that is not what the config says is refused as a vote opens", async () => {
  const block = await live.chain.finalized();
  await expect(startAt(balance("Deeds", "erc20"), block)).rejects.toThrow("totalSupply of 0x");
  await expect(startAt(votes("Coins"), block)).rejects.toThrow("getPastTotalSupply of 0x");
  await expect(startAt(bonds("f(address)"), block)).resolves.toMatchObject({ total: undefined });
  await expect(startAt(bonds("f(address)", "supply() view returns (uint256)"), block)).rejects.toThrow("supply of 0x");
});

test("default: how anybody reads a weight again", () => {
  const [deeds, badges, target] = [live.at("Deeds"), live.at("Badges"), live.at("Bonds")];
  const sources: [WalletSource, boolean, string][] = [
    [votes("RoundsToken"), true, `getPastVotes(voter, 123) of ${live.at("RoundsToken")}`],
    [balance("Deeds", "erc721"), false, `balanceOf(voter) of ${deeds} at block 123`],
    [balance("Badges", "erc1155", 7n), false, `balanceOf(voter, 7) of ${badges} at block 123`],
    [bonds("bondOf(address) view returns (uint256)"), false, `bondOf(voter) of ${target} at block 123`],
  ];
  for (const [source, outlives, words] of sources) {
    expect(lookUp(source, 123n)).toBe(words);
    expect(weightsOutlive(source)).toBe(outlives);
  }
});
