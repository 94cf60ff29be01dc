import fc from "fast-check";
import { expect, test } from "vitest";
import type { Codec } from "../../../src/core/parameters/codec.ts";
import { compound, type Fraction } from "../../../src/core/parameters/compound.ts";
import { type Per, perYear, YEAR_SECONDS } from "../../../src/core/parameters/per-year.ts";

const billion: Codec = { type: "percent", scale: 10n ** 9n };
const bps: Codec = { type: "percent", scale: 10_000n };
const wad: Codec = { type: "multiplier", scale: 10n ** 18n };
const grt: Codec = { type: "token", symbol: "GRT", decimals: 18 };

const per = (unit: Per["unit"], seconds: bigint | undefined, compounds = false): Per => ({ unit, seconds, compounds });

test.each<[string, Codec, Per, string, string | undefined]>([
  // (1 + 218500e-9)^(365·24/21) − 1, as Livepeer's inflation was when it came to Arbitrum.
  ["Livepeer's inflation", billion, per("round", 75_600n, true), "218500", "9.54 % a year"],
  ["the same, added up", billion, per("round", 75_600n), "218500", "9.11 % a year"],
  // Rocket Pool's 1000133680617113500 a day is its 5 % a year.
  ["a factor a day", wad, per("day", 86_400n, true), "1000133680617113500", "5 % a year"],
  ["a falling factor", wad, per("day", 86_400n, true), "999000000000000000", "−30.59 % a year"],
  ["a factor of nothing", wad, per("day", 86_400n, true), "0", "−100 % a year"],
  ["a factor that does not compound", wad, per("day", 86_400n), "1000133680617113500", undefined],
  ["The Graph's issuance", grt, per("block", 12n), "120730000000000000000", "317,278,440 GRT a year"],
  ["an amount per second", grt, per("second", 1n), "1", "0 GRT a year"],
  ["a count", { type: "integer", unit: "nodes" }, per("week", 604_800n), "7", "365 nodes a year"],
  ["a rate per week", bps, per("week", 604_800n), "100", "52.14 % a year"],
  ["a rate below zero", bps, per("week", 604_800n), "-100", "−52.14 % a year"],
  ["nothing", bps, per("week", 604_800n), "0", "0 % a year"],
  ["next to nothing", { type: "percent", scale: 10n ** 27n }, per("day", 86_400n), "1", "less than 0.01 % a year"],
  ["doubling each second", bps, per("second", 1n, true), "10000", "more than 1,000,000 % a year"],
  ["more than everything gone", bps, per("day", 86_400n, true), "-10001", undefined],
  ["a block of unknown length", bps, per("block", undefined), "100", undefined],
  ["per year already", bps, per("year", YEAR_SECONDS), "100", undefined],
  ["a switch", { type: "boolean" }, per("day", 86_400n), "true", undefined],
])("default: %s", (_, codec, one, raw, words) => {
  expect(perYear(codec, one, raw)).toBe(words);
});

const SCALE = 10n ** 9n;
const rates = fc.bigInt(0n, SCALE / 10n);
/** Periods from a sixtieth of a year to a year, so that no rate passes the cap. */
const lengths = fc.bigInt(YEAR_SECONDS / 60n, YEAR_SECONDS);

function grown(rate: bigint, seconds: bigint): Fraction {
  const found = compound({ rate, scale: SCALE }, { times: YEAR_SECONDS, over: seconds }, 10n ** 12n);
  if (found === undefined || found === "beyond") throw new Error("no rate");
  return found;
}

test("law: what compounds is at least what adds up (Bernoulli), to within the last digits", () => {
  fc.assert(
    fc.property(rates, lengths, (rate, seconds) => {
      const { numerator, denominator } = grown(rate, seconds);
      const slack = denominator / 10n ** 50n;
      expect((numerator + slack) * SCALE * seconds >= rate * YEAR_SECONDS * denominator).toBe(true);
    }),
  );
});

test("law: a larger rate makes a larger year, and a year of one period is that period", () => {
  fc.assert(
    fc.property(rates, lengths, (rate, seconds) => {
      expect(grown(rate + 1n, seconds).numerator > grown(rate, seconds).numerator).toBe(true);
      const { numerator, denominator } = grown(rate, YEAR_SECONDS);
      expect(numerator * SCALE).toBe(rate * denominator);
    }),
  );
});

test("law: broken periods agree with whole ones: half a period twice is the period", () => {
  fc.assert(
    fc.property(fc.bigInt(-SCALE / 2n, SCALE), (rate) => {
      const half = compound({ rate, scale: SCALE }, { times: 1n, over: 2n }, 10n ** 12n) as Fraction;
      const squared = (half.numerator + half.denominator) ** 2n;
      const whole = (SCALE + rate) * half.denominator ** 2n;
      const gap = squared * SCALE - whole;
      expect((gap < 0n ? -gap : gap) * 10n ** 50n < whole).toBe(true);
    }),
  );
});
