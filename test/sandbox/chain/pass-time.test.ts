import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dueAt } from "../../../sandbox/chain/epoch-clock.ts";
import { LONGEST_MOVE, passTime } from "../../../sandbox/chain/live.ts";
import { chainNow, moveClock } from "../../../sandbox/chain/time.ts";
import { startWorld, type World } from "../../../sandbox/chain/world.ts";
import { createWorldReader, type WorldReader } from "../../support/world-reader.ts";

const DAY = 86_400;
/** Noon, so that each test knows how far the next day's end is. */
const NOON = Date.UTC(2026, 8, 15, 12) / 1000;

let stop: () => Promise<void>;
let world: World;
let reader: WorldReader;

beforeAll(async () => {
  ({ stop, world } = await startWorld({ now: NOON }));
  reader = createWorldReader(world);
});
afterAll(() => stop());

/** How far the clock went, beyond the seconds that the test itself took. */
async function moved(move: () => Promise<void>): Promise<number> {
  const [before, wallBefore] = [await chainNow(reader.rpc), Date.now()];
  await move();
  return (await chainNow(reader.rpc)) - before - Math.round((Date.now() - wallBefore) / 1000);
}

async function epochsPaidAfter(block: number): Promise<number[]> {
  return [...new Set((await reader.rewards(block + 1)).map(({ epoch }) => Number(epoch)))];
}

describe("passing time", () => {
  test("default: an hour passes without a reward, and its new time is final", async () => {
    const before = await reader.block("latest");
    expect(Math.abs((await moved(() => passTime(world, 3_600))) - 3_600)).toBeLessThanOrEqual(1);
    expect(await epochsPaidAfter(before.number)).toEqual([]);
    expect((await reader.block("finalized")).timestamp).toBeGreaterThanOrEqual(before.timestamp + 3_600);
  });

  test("default: a week leaves seven days of rewards and prices, each at its own time", async () => {
    const before = await reader.block("latest");
    expect(Math.abs((await moved(() => passTime(world, 7 * DAY))) - 7 * DAY)).toBeLessThanOrEqual(1);
    const paid = await reader.rewards(before.number + 1);
    const expected = Array.from({ length: 7 }, (_, day) => world.lastEpoch + 1 + day);
    expect(await epochsPaidAfter(before.number)).toEqual(expected);
    for (const epoch of expected) {
      const block = paid.find((reward) => reward.epoch === BigInt(epoch))?.block ?? 0;
      const late = (await reader.block(block)).timestamp - dueAt(epoch);
      expect(late).toBeGreaterThanOrEqual(0);
      expect(late).toBeLessThanOrEqual(2);
      const [, , , updatedAt] = await reader.read<bigint[]>("dollarFeed", "latestRoundData", [], block);
      expect(Number(updatedAt) - dueAt(epoch)).toBe(late);
    }
  });

  test("behavior: the silent node stays silent and the retired one retired", async () => {
    const paid = new Set((await reader.rewards(0)).filter((r) => r.epoch > world.lastEpoch).map((r) => r.nodeId));
    const gone = world.nodes.filter((node) => node.retiredEpoch ?? node.silentSinceEpoch);
    expect(gone).toHaveLength(2);
    for (const { id } of gone) expect(paid.has(BigInt(id))).toBe(false);
  });

  test("behavior: two moves at once are one after the other, and no day is paid twice", async () => {
    const before = await reader.block("latest");
    await Promise.all([passTime(world, DAY), passTime(world, DAY)]);
    expect(await epochsPaidAfter(before.number)).toHaveLength(2);
  });

  test("behavior: days that went by without a move are paid with the next one", async () => {
    await moveClock(reader.rpc, 2 * DAY);
    const before = await reader.block("latest");
    await passTime(world, 0);
    expect(await epochsPaidAfter(before.number)).toHaveLength(2);
    const late = await epochsPaidAfter(before.number);
    await passTime(world, 0);
    expect(await epochsPaidAfter(before.number)).toEqual(late);
  });

  test("boundary: 92 days at most", async () => {
    await expect(passTime(world, LONGEST_MOVE + 1)).rejects.toThrow("92 days at most");
  });

  test("error: time does not go back, and the chain works on after a refused move", async () => {
    await expect(passTime(world, -1)).rejects.toThrow("Time moves forward");
    await expect(passTime(world, 0.5)).rejects.toThrow("whole seconds");
    const before = await reader.block("latest");
    await passTime(world, 1);
    expect((await reader.block("latest")).number).toBe(before.number + 3);
  });
});
