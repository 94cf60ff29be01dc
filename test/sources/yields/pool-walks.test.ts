import fc from "fast-check";
import { expect, test } from "vitest";
import { MULTICALL } from "../../../sandbox/chain/multicall.ts";
import { startPair, UNIT } from "../../support/pair.ts";
import { startRangePool } from "../../support/range-pool.ts";

const step = fc.record({
  kind: fc.constantFrom("swap0", "swap1", "swap0", "swap1", "add", "remove", "collect"),
  size: fc.bigInt({ min: 1n, max: 3_000n }).map((units) => units * UNIT + units),
  part: fc.bigInt({ min: 2n, max: 4n }),
});
const walks = { numRuns: 3 };

test("law: on any walk a range's parts are what Uniswap's manager would pay, and what its owner gained is fees and exchange alone", async () => {
  const walk = fc.array(step, { minLength: 6, maxLength: 14 });
  const width = fc.integer({ min: 1, max: 40 }).map((spacings) => spacings * 60);
  await fc.assert(
    fc.asyncProperty(walk, width, async (steps, half) => {
      const world = await startRangePool();
      const { holder, coins } = world;
      const balances = () => Promise.all(coins.map((coin) => coin.read<bigint>("balanceOf", holder)));
      const id = await world.mint(holder, -half, half, 500n * UNIT);
      const { read, account } = world.appOf([id]);
      const opening = await read();
      const before = await balances();
      for (const { kind, size, part } of steps) {
        if (kind === "swap0") await world.swap(0, size);
        if (kind === "swap1") await world.swap(1, size);
        if (kind === "add") await world.increase(id, size);
        if (kind === "remove") await world.decrease(id, (await world.liquidityOf(id)) / part);
        const seen = await read();
        const due = await world.simulateCollect(id);
        expect([seen["fees0"], seen["fees1"]]).toEqual(due);
        expect([seen["token0"], seen["token1"]]).toEqual(await world.simulateDecrease(id));
        if (kind === "collect" && due.some((amount) => amount > 0n)) await world.collect(id);
      }
      const closing = await read();
      const after = await balances();
      const parts = account();
      for (const side of [0, 1] as const) {
        const [token, fees] = [`token${side}`, `fees${side}`] as const;
        const held = (closing[token] ?? 0n) + (closing[fees] ?? 0n) - (opening[token] ?? 0n) - (opening[fees] ?? 0n);
        const gained = held + (after[side] ?? 0n) - (before[side] ?? 0n);
        expect((parts[fees]?.income ?? 0n) + (parts[token]?.converted ?? 0n)).toBe(gained);
        expect(parts[fees]?.income).toBeGreaterThanOrEqual(0n);
        expect(parts[token]?.unexplained).toBe(0n);
      }
    }),
    walks,
  );
});

test("law: on any walk a pair's shares are what it would pay, and what their owner gained is fees and exchange alone", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 14 }), fc.boolean(), async (steps, paid) => {
      const { other, pair, add, remove, swap, read, held, account } = await startPair({ paid });
      await add(10_000n * UNIT, 10_000n * UNIT, other);
      await add(1_000n * UNIT, 1_000n * UNIT);
      const opening = await read();
      const before = await held();
      let given = 0n;
      for (const { kind, size, part } of steps) {
        if (kind === "swap0") await swap(0, size);
        if (kind === "swap1") await swap(1, size);
        // Whatever does not fit the pair's price is a gift to all of its owners.
        if (kind === "add") {
          await add(size, size);
          given += size;
        }
        if (kind === "remove") await remove((await pair.read<bigint>("balanceOf", MULTICALL)) / part);
        await read();
      }
      const worth = await read();
      const had = await held();
      const accounts = account();
      await remove(await pair.read<bigint>("balanceOf", MULTICALL));
      expect((await held()).map((amount, side) => amount - (had[side] ?? 0n))).toEqual(worth);
      accounts.forEach(({ income = 0n, converted = 0n, unexplained }, side) => {
        expect(unexplained).toBe(0n);
        const gained = (worth[side] ?? 0n) - (opening[side] ?? 0n) + (had[side] ?? 0n) - (before[side] ?? 0n) - given;
        expect(income + converted).toBe(gained);
        expect(income).toBeGreaterThanOrEqual(0n);
      });
    }),
    walks,
  );
});
