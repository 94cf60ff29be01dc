import fc from "fast-check";
import { parseEther } from "viem";
import { expect, test } from "vitest";
import { epochRewards } from "../../../sandbox/chain/epoch-rewards.ts";
import { NODES, REGIONS } from "../../../sandbox/chain/heliogrid.ts";
import { uptimeBps } from "../../../sandbox/chain/node-work.ts";
import type { WorldNode } from "../../../sandbox/chain/world.ts";

const FIRST = 20_000;
const OWNER = "0x00000000000000000000000000000000000000A1";
const nodes: WorldNode[] = NODES.map(({ id, owner, region }) => ({ id, owner: OWNER, ownerName: owner, region }));
const terms = { rewardPerEpoch: parseEther("2400"), operatorFeeBps: 1_000n, multipliers: REGIONS };

test("default: a node's pay is its region's share times its uptime, less the fee", () => {
  const [north, west] = [nodes[0], nodes[3]] as [WorldNode, WorldNode];
  const { payments, fee } = epochRewards(FIRST, FIRST, [north, west], terms);
  const gross = (multiplier: bigint, node: WorldNode) =>
    (parseEther("2400") * multiplier * BigInt(uptimeBps(node.id, 0))) / (225n * 10_000n);
  const expected = [gross(100n, north), gross(125n, west)];
  expect(payments.map(({ amount }) => amount)).toEqual(expected.map((amount) => amount - amount / 10n));
  expect(fee).toBe(expected.reduce((sum, amount) => sum + amount / 10n, 0n));
});

test("boundary: without nodes, without a reward, or with regions that count nothing, nobody is paid", () => {
  const nothing = { payments: [], fee: 0n };
  expect(epochRewards(FIRST, FIRST, [], terms)).toEqual(nothing);
  expect(epochRewards(FIRST, FIRST, nodes, { ...terms, rewardPerEpoch: 0n })).toEqual(nothing);
  expect(epochRewards(FIRST, FIRST, nodes, { ...terms, multipliers: {} })).toEqual(nothing);
});

test("behavior: a retired node's share goes to those who still work", () => {
  const retired = nodes.map((node) => (node.id === 1 ? { ...node, retiredEpoch: FIRST + 5 } : node));
  const payOf = (epoch: number, list: WorldNode[], id: bigint) =>
    epochRewards(epoch, FIRST, list, terms).payments.find(({ nodeId }) => nodeId === id)?.amount ?? 0n;
  expect(payOf(FIRST + 4, retired, 1n)).toBe(payOf(FIRST + 4, nodes, 1n));
  expect(payOf(FIRST + 5, retired, 1n)).toBe(0n);
  expect(payOf(FIRST + 5, retired, 2n)).toBeGreaterThan(payOf(FIRST + 5, nodes, 2n));
});

test("law: no day pays more than the reward, whatever is voted, and a fee never exceeds its share", () => {
  const voted = fc.record({
    rewardPerEpoch: fc.bigInt({ min: 0n, max: parseEther("100000") }),
    operatorFeeBps: fc.bigInt({ min: 0n, max: 3_000n }),
    multipliers: fc.record({
      north: fc.bigInt({ min: 1n, max: parseEther("5") }),
      south: fc.bigInt({ min: 0n, max: parseEther("5") }),
      east: fc.bigInt({ min: 0n, max: parseEther("5") }),
      west: fc.bigInt({ min: 0n, max: parseEther("5") }),
    }),
  });
  fc.assert(
    fc.property(voted, fc.integer({ min: 0, max: 400 }), (now, day) => {
      const { payments, fee } = epochRewards(FIRST + day, FIRST, nodes, now);
      const paid = payments.reduce((sum, { amount }) => sum + amount, 0n);
      expect(paid + fee <= now.rewardPerEpoch).toBe(true);
      expect(fee * 10_000n <= (paid + fee) * now.operatorFeeBps).toBe(true);
    }),
  );
});
