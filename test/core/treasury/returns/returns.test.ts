import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RAY } from "../../../../src/core/treasury/legs.ts";
import { moneyWeighted } from "../../../../src/core/treasury/returns/money-weighted.ts";
import { perYear, toMillionths } from "../../../../src/core/treasury/returns/per-year.ts";
import { isBrokenAtFlows, modifiedDietz, type Span } from "../../../../src/core/treasury/returns/span.ts";
import { timeWeighted } from "../../../../src/core/treasury/returns/time-weighted.ts";

const DAY = 86_400;
const YEAR = 365 * DAY;

function span(opening: bigint, closing: bigint, flows: [at: number, amount: bigint][] = [], from = 0, to = YEAR): Span {
  return { from, to, opening, closing, flows: flows.map(([at, amount]) => ({ at, amount })) };
}

test("default: 100 grows by 10 %, 1,000 come, all lose 10 %: time-weighted −1.00 %, money-weighted −8.48 % per period", () => {
  const steps = [
    span(100n * 10n ** 8n, 1_110n * 10n ** 8n, [[YEAR, 1_000n * 10n ** 8n]]),
    span(1_110n * 10n ** 8n, 999n * 10n ** 8n, [], YEAR, 2 * YEAR),
  ];
  expect(toMillionths(timeWeighted(steps) ?? 0n)).toBe(-10_000n);
  expect(steps.every(isBrokenAtFlows)).toBe(true);
  const whole =
    moneyWeighted(span(100n * 10n ** 8n, 999n * 10n ** 8n, [[YEAR, 1_000n * 10n ** 8n]], 0, 2 * YEAR)) ?? 0n;
  // (1 − 0.0848)² − 1, the rate of both periods together: the root of 100x² + 1000x − 999.
  const perPeriod = Math.sqrt(1 + Number(whole) / 1e27) - 1;
  expect(perPeriod).toBeCloseTo((-1_000 + Math.sqrt(1_399_600)) / 200 - 1, 10);
  expect(perPeriod.toFixed(4)).toBe("-0.0848");
});

describe("modifiedDietz", () => {
  test("default: a deposit at half time counts half", () => {
    expect(modifiedDietz(span(100n, 220n, [[YEAR / 2, 100n]]))).toBe((20n * RAY) / 150n);
  });

  test("boundary: nothing held and nothing gained is no return lost; a gain without money has none", () => {
    expect(modifiedDietz(span(0n, 0n))).toBe(0n);
    expect(modifiedDietz(span(0n, 5n))).toBeUndefined();
    expect(modifiedDietz(span(-100n, -90n))).toBeUndefined();
  });
});

describe("timeWeighted", () => {
  test("error: no stretches, a stretch without return, or more lost than there was: unknown", () => {
    expect(timeWeighted([])).toBeUndefined();
    expect(timeWeighted([span(100n, 110n), span(-1n, 110n)])).toBeUndefined();
    expect(timeWeighted([span(100n, -1n), span(-1n, 110n)])).toBeUndefined();
  });

  test("law: where every flow is at an end of a stretch, deposits and withdrawals of any size change nothing", () => {
    const step = fc.record({
      growth: fc.integer({ min: -900_000, max: 2_000_000 }),
      paid: fc.bigInt(-(10n ** 11n), 10n ** 13n),
    });
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 10 }),
        fc.array(fc.bigInt(0n, 10n ** 13n), { minLength: 10, maxLength: 10 }),
        (steps, others) => {
          const run = (paid: (index: number) => bigint) => {
            let worth = 10n ** 14n;
            return timeWeighted(
              steps.map(({ growth }, index) => {
                const grown = (worth * BigInt(1_000_000 + growth)) / 1_000_000n;
                const moved = grown + paid(index) > 0n ? paid(index) : 0n;
                const one = span(worth, grown + moved, [[(index + 1) * DAY, moved]], index * DAY, (index + 1) * DAY);
                worth = grown + moved;
                return one;
              }),
            );
          };
          const [first, second] = [run((index) => steps[index]?.paid ?? 0n), run((index) => others[index] ?? 0n)];
          if (first === undefined || second === undefined) {
            expect(first).toBe(second);
            return;
          }
          const whole = steps.reduce((product, { growth }) => product * (1 + growth / 1e6), 1) - 1;
          const slack = 1e-6 * Math.max(1, Math.abs(whole));
          expect(Math.abs(Number(second) / 1e27 - whole)).toBeLessThan(slack);
          // Few units left over from a great loss are too coarse to carry a rate.
          expect(Math.abs(Number(first) / 1e27 - whole)).toBeLessThan(Math.max(slack, 0.001));
        },
      ),
    );
  });
});

describe("moneyWeighted", () => {
  test("boundary: no change of sign, no length: unknown", () => {
    expect(moneyWeighted(span(100n, 0n))).toBeUndefined();
    expect(moneyWeighted(span(0n, 100n))).toBeUndefined();
    expect(moneyWeighted(span(0n, 0n))).toBeUndefined();
    expect(moneyWeighted(span(100n, 110n, [], 5, 5))).toBeUndefined();
    expect(moneyWeighted(span(-100n, -90n))).toBe(-(RAY / 10n));
  });

  test("law: the rate it finds makes the sum of all payments, discounted, nothing", () => {
    const flow = fc.tuple(fc.integer({ min: 0, max: YEAR }), fc.bigInt(0n, 10n ** 14n));
    fc.assert(
      fc.property(
        fc.bigInt(10n ** 10n, 10n ** 14n),
        fc.bigInt(10n ** 10n, 10n ** 15n),
        fc.array(flow, { maxLength: 12 }),
        (opening, closing, flows) => {
          const rate = moneyWeighted(span(opening, closing, flows));
          const paid = flows.reduce((total, [, amount]) => total + amount, 0n);
          // Lost so fast that no rate says it: only possible where less is left than came.
          if (rate === undefined) expect(closing).toBeLessThan(paid);
          const growth = 1 + Number(rate ?? -RAY) / 1e27;
          // Twelve decimals do not carry what is left of almost nothing.
          if (growth < 1e-6) return;
          const sum = flows.reduce(
            (total, [at, amount]) => total + Number(amount) * growth ** (1 - at / YEAR),
            Number(opening) * growth,
          );
          expect(Math.abs(sum / Number(closing) - 1)).toBeLessThan(1e-6 + 1e-11 / growth);
        },
      ),
    );
  });

  test("law: without flows it is the plain return, and so is the time-weighted one", () => {
    fc.assert(
      fc.property(fc.bigInt(10n ** 8n, 10n ** 16n), fc.bigInt(10n ** 8n, 10n ** 16n), (opening, closing) => {
        const plain = ((closing - opening) * RAY) / opening;
        expect(timeWeighted([span(opening, closing)])).toBe(plain);
        const found = moneyWeighted(span(opening, closing)) ?? 0n;
        expect(Math.abs(Number(found - plain)) / 1e27).toBeLessThan(1e-9 * (1 + Number(plain) / 1e27) + 1e-11);
      }),
    );
  });
});

describe("perYear", () => {
  test("default: compounded over a year of 365 days", () => {
    expect(toMillionths(perYear(RAY / 100n, 0, YEAR / 12) ?? 0n)).toBe(126_825n);
    expect(perYear(RAY / 10n, 0, YEAR)).toBe(RAY / 10n);
  });

  test("boundary: less than thirty days, a loss of everything, and more than a hundredfold have no yearly rate", () => {
    expect(perYear(RAY / 100n, 0, 29 * DAY)).toBeUndefined();
    expect(perYear(-RAY, 0, YEAR)).toBeUndefined();
    expect(perYear(RAY, 0, 30 * DAY)).toBeUndefined();
  });
});
