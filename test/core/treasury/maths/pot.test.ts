import fc from "fast-check";
import { expect, test } from "vitest";
import { RAY } from "../../../../src/core/treasury/legs.ts";
import { chiAt, rayPower } from "../../../../src/core/treasury/maths/pot.ts";

const DAY = 86_400;
/** The rates that Maker's own tests of the Pot use. */
const FIVE_A_DAY = 1_000_000_564_701_133_626_865_910_626n;
const TEN_A_DAY = 1_000_001_103_127_689_513_476_993_127n;
const FIVE_A_YEAR = 1_000_000_001_547_125_957_863_212_448n;
const start = 604_411_200;
const pot = (dsr: bigint, chi = RAY) => ({ dsr, chi, rho: BigInt(start) });

test("default: Maker's own vectors: five per cent a day, then ten", () => {
  const first = chiAt(pot(FIVE_A_DAY), start + DAY);
  expect((100n * 10n ** 18n * first) / RAY).toBe(105n * 10n ** 18n);
  const second = chiAt(pot(TEN_A_DAY, first), start + DAY);
  expect(second / 10n ** 9n).toBe(1_155_000_000_000_000_000n);
});

test("default: five per cent a year is 1.05 after 365 days, short of it by less than a billionth of a billionth", () => {
  const chi = chiAt(pot(FIVE_A_YEAR), start + 365 * DAY);
  expect(chi).toBe(1_049_999_999_999_999_999_961_070_145n);
  // What the Pot's own code paid for 100,000 dai: 104,999.999999999999996.
  expect((100_000n * 10n ** 18n * chi) / RAY / 1_000n).toBe(104_999_999_999_999_999_996n);
});

test("behavior: a rate below one makes less, never a floor", () => {
  expect(chiAt(pot(RAY - RAY / 10n ** 9n), start + DAY)).toBeLessThan(RAY);
});

test("boundary: nothing has grown in the second of the drip, and a rate of one never grows", () => {
  expect(chiAt(pot(FIVE_A_DAY), start)).toBe(RAY);
  expect(chiAt(pot(RAY), start + 10_000 * DAY)).toBe(RAY);
  expect(rayPower(0n, 0n)).toBe(RAY);
  expect(rayPower(0n, 5n)).toBe(0n);
});

test("error: a drip that lies ahead, and a rate beyond 256 bits, are refused", () => {
  expect(() => chiAt(pot(RAY), start - 1)).toThrow("later than the block");
  expect(() => rayPower(2n ** 200n, 2n)).toThrow("beyond");
});

test("law: growing for two stretches is growing for both of them, but for rounding", () => {
  const seconds = fc.bigInt(0n, 10n ** 8n);
  fc.assert(
    fc.property(fc.bigInt(RAY, FIVE_A_YEAR), seconds, seconds, (rate, first, second) => {
      const apart = (rayPower(rate, first) * rayPower(rate, second)) / RAY;
      const whole = rayPower(rate, first + second);
      const off = apart > whole ? apart - whole : whole - apart;
      expect(off * 10n ** 15n).toBeLessThan(whole);
    }),
  );
});
