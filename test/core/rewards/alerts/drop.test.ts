import fc from "fast-check";
import { expect, test } from "vitest";
import { claimCost, judgeClaimable, tokensFor, worthFrom } from "../../../../src/core/rewards/alerts/claim.ts";
import { judgeDrop, type Middles, middlesFor } from "../../../../src/core/rewards/alerts/drop.ts";
import type { Lived } from "../../../../src/core/rewards/alerts/lived.ts";

const rule = { share: 250_000n, epochs: 3, usualEpochs: 14 };
const life = (usual: bigint, now: bigint): Lived[] => [...Array(14).fill(usual), ...Array(3).fill(now)];
const flat = (middle: bigint) => Array<bigint>(17).fill(middle);

test("default: a node that had 1.0 × the middle and has 0.6 × dropped by 40 %", () => {
  expect(judgeDrop(life(100n, 60n), flat(100n), rule)).toEqual({
    holds: true,
    over: false,
    now: 600_000n,
    usual: 1_000_000n,
  });
  expect(judgeDrop(life(100n, 60n), flat(100n), { ...rule, share: 400_000n })?.holds).toBe(false);
  expect(judgeDrop(life(100n, 60n), flat(100n), { ...rule, share: 399_999n })?.holds).toBe(true);
});

test("behavior: a cohort that falls as a whole drops nobody", () => {
  const middles = [...Array<bigint>(14).fill(100n), 10n, 10n, 10n];
  expect(judgeDrop(life(50n, 5n), middles, rule)).toMatchObject({ holds: false, now: 500_000n, usual: 500_000n });
});

test("behavior: it is over above half of the drop, measured by what was usual when it was said", () => {
  const over = (now: bigint) => judgeDrop(life(60n, now), flat(100n), rule, 1_000_000n)?.over;
  expect([over(60n), over(87n), over(88n)]).toEqual([false, false, true]);
});

test("boundary: with too little known nothing is judged: a new node, one that hardly was paid, no middle", () => {
  const young = life(100n, 10n).map((one, index): Lived => (index < 8 ? "absent" : one));
  expect(judgeDrop(young, flat(100n), rule)).toBeUndefined();
  expect(judgeDrop([...life(100n, 10n).slice(0, 15), "missed", "missed"], flat(100n), rule)).toBeUndefined();
  expect(judgeDrop(life(100n, 10n), Array(17).fill(undefined), rule)).toBeUndefined();
  expect(judgeDrop([], [], rule)).toBeUndefined();
});

test("boundary: a cohort of fewer than five is held against everybody, and fewer than five in all against nobody", () => {
  const middles = (own: number, all: number): Middles =>
    new Map([
      ["north", { nodes: own, median: 7n }],
      ["", { nodes: all, median: 9n }],
    ]);
  expect(middlesFor("north", [middles(5, 20), middles(6, 20)])).toEqual([7n, 7n]);
  expect(middlesFor("north", [middles(5, 20), middles(4, 20)])).toEqual([9n, 9n]);
  expect(middlesFor("north", [middles(2, 4)])).toEqual([undefined]);
});

test("law: judged as exact fractions judge, and the scale of all amounts makes no difference", () => {
  const lived = fc.array(fc.oneof(fc.bigInt(1n, 1_000n), fc.constantFrom<Lived>("missed", "outage", "absent")), {
    minLength: 6,
    maxLength: 24,
  });
  fc.assert(
    fc.property(
      lived,
      fc.array(fc.option(fc.bigInt(1n, 1_000n), { nil: undefined }), { minLength: 24, maxLength: 24 }),
      fc.bigInt(1n, 1_000_000n),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 2, max: 18 }),
      (all, mids, share, epochs, usualEpochs) => {
        const middles = mids.slice(0, all.length);
        const sum = (from: number, to: number) =>
          all.reduce<[bigint, bigint, number]>(
            ([own, mid, count], one, index) => {
              const middle = middles[index];
              if (index < from || index >= to || typeof one !== "bigint" || middle === undefined)
                return [own, mid, count];
              return [own + one, mid + middle, count + 1];
            },
            [0n, 0n, 0],
          );
        const split = Math.max(0, all.length - epochs);
        const [nowOwn, nowMid, nowCount] = sum(split, all.length);
        const [usualOwn, usualMid, usualCount] = sum(split - usualEpochs, split);
        const found = judgeDrop(all, middles, { share, epochs, usualEpochs });
        if (nowCount < epochs / 2 || usualCount < usualEpochs / 2) expect(found).toBeUndefined();
        else
          expect(found?.holds).toBe((usualOwn * nowMid - nowOwn * usualMid) * 1_000_000n > share * usualOwn * nowMid);
        const scaled = judgeDrop(
          all.map((one) => (typeof one === "bigint" ? one * 10n ** 30n : one)),
          middles.map((one) => one && one * 10n ** 30n),
          { share, epochs, usualEpochs },
        );
        expect(scaled).toEqual(found);
      },
    ),
    { numRuns: 2_000 },
  );
});

test("default: a claim's cost in tokens, the part it takes, and from where on it is worth it", () => {
  const coin = { answer: 2_000_00000000n, decimals: 8 };
  const helio = { answer: 50_000_000n, decimals: 8, tokenDecimals: 18 };
  const fee = { gas: 150_000n, gasPrice: 10n ** 9n, dataFee: 5n * 10n ** 13n };
  // 0.0002 ETH at $2,000 is $0.40, which is 0.8 HELIO at $0.50.
  expect(claimCost(fee, coin, helio)).toBe(8n * 10n ** 17n);
  expect(worthFrom(8n * 10n ** 17n, 50_000n)).toBe(16n * 10n ** 18n);
  expect(tokensFor(50n * 100_000_000n, helio)).toBe(100n * 10n ** 18n);
  expect(claimCost({ gas: 1n, gasPrice: 1n, dataFee: 0n }, coin, { ...helio, tokenDecimals: 0 })).toBe(1n);
});

test("boundary: much to claim is over below half of the threshold", () => {
  expect([99n, 100n].map((left) => judgeClaimable(left, 100n).holds)).toEqual([false, true]);
  expect([50n, 49n].map((left) => judgeClaimable(left, 100n).over)).toEqual([false, true]);
});
