import {
  type Address,
  keccak256,
  pad,
  parseEther,
  type RpcLog,
  toEventSelector,
  toHex,
  zeroAddress,
  zeroHash,
} from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dueAt } from "../../../sandbox/chain/epoch-clock.ts";
import { HISTORY_DAYS, SUPPLY, TREASURY_MOVES } from "../../../sandbox/chain/heliogrid.ts";
import { chainNow } from "../../../sandbox/chain/time.ts";
import { startWorld, type World } from "../../../sandbox/chain/world.ts";
import { PEOPLE } from "../../../sandbox/people.ts";
import { createWorldReader, type Reward, totalOf, type WorldReader } from "../../support/world-reader.ts";

let stop: () => Promise<void>;
let world: World;
let reader: WorldReader;
let rewards: Reward[];

beforeAll(async () => {
  ({ stop, world } = await startWorld());
  reader = createWorldReader(world);
  rewards = await reader.rewards();
});
afterAll(() => stop());

/** All the HELIO that one account ever paid another. */
async function paidIn(from: Address, to: Address): Promise<bigint> {
  const topics = [toEventSelector("Transfer(address,address,uint256)"), pad(from), pad(to)];
  const filter = { address: world.addresses.token, fromBlock: "0x0", toBlock: "latest", topics };
  const logs = await reader.rpc<RpcLog[]>("eth_getLogs", filter);
  return logs.reduce((sum, { data }) => sum + BigInt(data), 0n);
}

describe("the Heliogrid", () => {
  test("default: sixty days of rewards, each paid at its time, all sums matching", async () => {
    const epochs = [...new Set(rewards.map(({ epoch }) => Number(epoch)))];
    expect(epochs).toEqual(Array.from({ length: HISTORY_DAYS }, (_, day) => world.firstEpoch + day));
    for (const epoch of epochs) {
      const paid = rewards.filter((reward) => reward.epoch === BigInt(epoch));
      expect(await reader.read("rewards", "paidFor", [BigInt(epoch)])).toBe(totalOf(paid));
      expect((await reader.block(paid[0]?.block ?? 0)).timestamp).toBe(dueAt(epoch));
    }
    const left = await reader.read<bigint>("token", "balanceOf", [world.addresses.rewards]);
    expect(SUPPLY.rewards - left).toBe(totalOf(rewards));
  });

  test("behavior: a day's rewards and the operator fee stay within the voted reward", async () => {
    const fees = (await paidIn(world.roles.keeper, world.addresses.safe)) - SUPPLY.treasuryHelio;
    const gross = totalOf(rewards) + fees;
    expect(gross).toBeLessThan(parseEther("2400") * BigInt(HISTORY_DAYS));
    expect(gross).toBeGreaterThan((parseEther("2400") * BigInt(HISTORY_DAYS) * 85n) / 100n);
    // One tenth; each of some 1,300 payments rounds its fee down by less than one unit.
    const tenth = gross / 10n;
    expect(tenth - fees).toBeGreaterThanOrEqual(0n);
    expect(tenth - fees).toBeLessThan(BigInt(rewards.length));
  });

  test("behavior: nodes miss days, one is retired, one fell silent three days ago", async () => {
    const epochsOf = (id: number) => rewards.filter(({ nodeId }) => nodeId === BigInt(id)).map(({ epoch }) => epoch);
    const retired = world.nodes.find(({ retiredEpoch }) => retiredEpoch !== undefined);
    const silent = world.nodes.find(({ silentSinceEpoch }) => silentSinceEpoch !== undefined);
    expect(epochsOf(retired?.id ?? 0).at(-1)).toBeLessThan(BigInt(retired?.retiredEpoch ?? 0));
    expect(await reader.read("rewards", "isActive", [BigInt(retired?.id ?? 0)])).toBe(false);
    expect(silent?.silentSinceEpoch).toBe(world.lastEpoch - 2);
    expect(epochsOf(silent?.id ?? 0).at(-1)).toBe(BigInt(world.lastEpoch - 3));
    expect(await reader.read("rewards", "isActive", [BigInt(silent?.id ?? 0)])).toBe(true);
    expect(world.nodes.filter(({ id }) => epochsOf(id).length < HISTORY_DAYS).length).toBeGreaterThan(5);
  });

  test("default: the chain's list of nodes is the world's", async () => {
    expect(world.nodes).toHaveLength(24);
    expect(new Set(world.nodes.map(({ region }) => region)).size).toBe(4);
    for (const { id, owner, ownerName } of world.nodes) {
      expect(await reader.read("rewards", "nodeOf", [BigInt(id)])).toMatchObject({ owner });
      expect(owner).toBe(world.roles.wallets[ownerName]);
    }
  });

  test("default: history ends now, is short, and is final", async () => {
    const latest = await reader.block("latest");
    expect(latest.number).toBeLessThan(400);
    expect((await reader.block("finalized")).number).toBe(latest.number - 2);
    expect(Math.abs((await chainNow(reader.rpc)) - Date.now() / 1000)).toBeLessThan(3);
    const lastPaid = rewards.at(-1)?.block ?? Number.POSITIVE_INFINITY;
    expect(lastPaid).toBeLessThanOrEqual(latest.number - 2);
  });

  test("behavior: old blocks answer with what was true then", async () => {
    const blockOf = (day: number) => rewards.find(({ epoch }) => epoch === BigInt(world.firstEpoch + day))?.block ?? 0;
    const price = (block: number) => reader.read<bigint>("vault", "convertToAssets", [10n ** 12n], block);
    const prices = await Promise.all([5, 20, 35, 59].map((day) => price(blockOf(day))));
    expect(prices).toEqual([...prices].sort((a, b) => Number(a - b)));
    expect(new Set(prices).size).toBe(4);
    const [, answer, , updatedAt] = await reader.read<bigint[]>("helioFeed", "latestRoundData", [], blockOf(20));
    expect(updatedAt).toBe(BigInt(dueAt(world.firstEpoch + 20)));
    const [, answerNow] = await reader.read<bigint[]>("helioFeed", "latestRoundData");
    expect(answer).not.toBe(answerNow);
    expect(await reader.read("token", "balanceOf", [world.roles.wallets["ada"]], blockOf(0) - 1)).toBe(
      parseEther("120000"),
    );
  });

  test("default: members hold and delegated their votes; whoever has no tokens has none", async () => {
    for (const { name, helio } of PEOPLE) {
      const wallet = world.roles.wallets[name];
      const votes = await reader.read<bigint>("token", "getVotes", [wallet]);
      expect(votes).toBe(await reader.read("token", "balanceOf", [wallet]));
      expect(votes).toBeGreaterThanOrEqual(parseEther(`${helio}`));
    }
    expect(await reader.read("token", "getVotes", [world.roles.wallets["nils"]])).toBe(0n);
  });

  test("default: only the Governor proposes to the timelock, which owns the registry and has no administrator", async () => {
    const role = (name: string) => keccak256(toHex(name));
    const has = (name: `0x${string}`, who: `0x${string}`) => reader.read("timelock", "hasRole", [name, who]);
    expect(await has(role("PROPOSER_ROLE"), world.addresses.governor)).toBe(true);
    expect(await has(role("CANCELLER_ROLE"), world.addresses.governor)).toBe(true);
    expect(await has(role("EXECUTOR_ROLE"), zeroAddress)).toBe(true);
    expect(await has(role("PROPOSER_ROLE"), world.roles.keeper)).toBe(false);
    expect(await has(zeroHash, world.roles.keeper)).toBe(false);
    expect(await reader.read("timelock", "getMinDelay")).toBe(3_600n);
    expect(await reader.read("registry", "owner")).toBe(world.addresses.timelock);
    expect(await reader.read("governor", "timelock")).toBe(world.addresses.timelock);
    expect(await reader.read("governor", "CLOCK_MODE")).toBe("mode=timestamp");
  });

  test("default: the treasury's Safe holds dollars, HELIO and the vault's shares from several dates", async () => {
    const { safe } = world.addresses;
    const sum = (kind: string) =>
      TREASURY_MOVES.reduce((all, move) => all + (move.kind === kind ? (move.amount ?? 0n) : 0n), 0n);
    const saved = sum("deposit") - sum("withdraw");
    const lent = sum("lend") - sum("take back") - sum("borrow") + sum("repay");
    const pooled = sum("join pair") + sum("open range");
    const held = await reader.read<bigint>("dollar", "balanceOf", [safe]);
    const left = SUPPLY.treasuryDollars - saved - lent - sum("pay");
    // The range takes no more than it has room for.
    expect(held).toBeGreaterThanOrEqual(left - pooled);
    expect(held).toBeLessThan(left - sum("join pair"));
    const shares = await reader.read<bigint>("vault", "balanceOf", [safe]);
    expect(await reader.read<bigint>("vault", "convertToAssets", [shares])).toBeGreaterThan(saved);
    expect(await reader.read<bigint>("vault", "reserve")).toBeGreaterThan(0n);
  });

  test("default: Multicall3 answers at its well-known address", async () => {
    const getBlockNumber = { to: "0xcA11bde05977b3631167028862bE2a173976CA11", data: "0x42cbb15c" };
    expect(Number(await reader.rpc("eth_call", getBlockNumber, "latest"))).toBe((await reader.block("latest")).number);
  });
});

describe("another day's Heliogrid", () => {
  test("boundary: built just after midnight it is the same world, a day's rewards not yet due", async () => {
    const midnight = Date.UTC(2026, 2, 1) / 1000;
    const other = await startWorld({ now: midnight + 60 });
    try {
      expect(other.world.addresses).toEqual(world.addresses);
      expect(other.world.deployBlocks).toEqual(world.deployBlocks);
      expect(other.world.lastEpoch).toBe(midnight / 86_400 - 2);
      const theirs = await createWorldReader(other.world).rewards();
      expect(theirs.map(({ amount }) => amount)).toEqual(rewards.map(({ amount }) => amount));
    } finally {
      await other.stop();
    }
  });
});
