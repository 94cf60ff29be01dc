import fc from "fast-check";
import { expect, test } from "vitest";
import { breakAtFlows, type Read } from "../../../../src/core/treasury/returns/break-at-flows.ts";
import { isBrokenAtFlows } from "../../../../src/core/treasury/returns/span.ts";
import { timeWeighted } from "../../../../src/core/treasury/returns/time-weighted.ts";

const read = (block: number): Read => ({ block: BigInt(block), at: block * 100 });
const flow = (block: number, usd: bigint | undefined) => ({ ...read(block), usd });
const reads = (...blocks: number[]) => blocks.map(read);
const value = ({ usd }: { usd: bigint | undefined }) => usd;

test("default: readings next to a flow break the time, all others are joined", () => {
  const spans = breakAtFlows({
    reads: reads(1, 2, 3, 4, 5, 6),
    flows: [flow(4, 7n)],
    worth: ({ block }) => block,
    value,
  });
  expect(spans).toEqual([
    { from: 100, to: 300, opening: 1n, closing: 3n, flows: [] },
    { from: 300, to: 400, opening: 3n, closing: 4n, flows: [{ at: 400, amount: 7n }] },
    { from: 400, to: 600, opening: 4n, closing: 6n, flows: [] },
  ]);
});

test("boundary: what moved up to the first reading is in it already, and what moved after the last is not there yet", () => {
  const spans = breakAtFlows({
    reads: reads(2, 4),
    flows: [flow(1, 1n), flow(2, 1n), flow(5, 1n)],
    worth: () => 5n,
    value,
  });
  expect(spans).toEqual([{ from: 200, to: 400, opening: 5n, closing: 5n, flows: [] }]);
  expect(breakAtFlows({ reads: reads(2), flows: [], worth: () => 5n, value })).toBeUndefined();
  expect(breakAtFlows({ reads: [], flows: [], worth: () => 5n, value })).toBeUndefined();
});

test("error: an end without worth, or a flow without value, has no return; a reading in between is passed over", () => {
  const worth =
    (gap: bigint) =>
    ({ block }: Read) =>
      block === gap ? undefined : 5n;
  const facts = { reads: reads(1, 2, 3), flows: [flow(2, 0n)], value };
  expect(breakAtFlows({ ...facts, worth: worth(1n) })).toBeUndefined();
  expect(breakAtFlows({ ...facts, worth: worth(3n) })).toBeUndefined();
  expect(breakAtFlows({ ...facts, worth: worth(2n) })).toHaveLength(1);
  expect(breakAtFlows({ ...facts, flows: [flow(2, undefined)], worth: () => 5n })).toBeUndefined();
});

test("law: the stretches cover the time without a gap and hold each flow once; in steps of money that was read at each flow, the return is the growth", () => {
  const step = fc.record({
    growth: fc.integer({ min: -500_000, max: 1_000_000 }),
    paid: fc.option(fc.bigInt(0n, 10n ** 15n)),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), (steps) => {
      const worths = [10n ** 15n];
      const flows = steps.flatMap(({ growth, paid }, index) => {
        const grown = ((worths.at(-1) ?? 0n) * BigInt(1_000_000 + growth)) / 1_000_000n;
        worths.push(grown + (paid ?? 0n));
        return paid === null ? [] : [flow(index + 1, paid)];
      });
      const all = reads(...worths.keys());
      const spans =
        breakAtFlows({ reads: all, flows: flows.toReversed(), worth: ({ block }) => worths[Number(block)], value }) ??
        [];
      expect([spans[0]?.from, spans.at(-1)?.to]).toEqual([0, steps.length * 100]);
      expect([spans[0]?.opening, spans.at(-1)?.closing]).toEqual([worths[0], worths.at(-1)]);
      for (const [index, span] of spans.entries()) {
        if (index > 0) expect([span.from, span.opening]).toEqual([spans[index - 1]?.to, spans[index - 1]?.closing]);
      }
      expect(spans.flatMap((span) => span.flows.map(({ amount }) => amount))).toEqual(flows.map(({ usd }) => usd));
      expect(spans.every(isBrokenAtFlows)).toBe(true);
      const whole = steps.reduce((product, { growth }) => product * (1 + growth / 1e6), 1);
      expect((1 + Number(timeWeighted(spans) ?? 0n) / 1e27) / whole).toBeCloseTo(1, 5);
    }),
  );
});
