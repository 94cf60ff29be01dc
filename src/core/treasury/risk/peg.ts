import { sizeOf } from "../../size.ts";

/** An answer of a feed for a token that is meant to be worth one dollar; `at` in Unix seconds. */
export type PegQuote = { at: number; answer: bigint; decimals: number };

/** How far a token is from its peg, by how serious that is. */
export type PegBand = "held" | "watch" | "warn" | "critical" | "broken";

/** The newest deviation from one dollar, signed, in millionths; and the band that lasted, undefined where too little was seen to tell. */
export type Peg = { deviation: bigint; band: PegBand | undefined; since: number };

/** From which deviation on, in millionths. */
const BANDS: readonly (readonly [PegBand, bigint])[] = [
  ["broken", 100_000n],
  ["critical", 30_000n],
  ["warn", 10_000n],
  ["watch", 5_000n],
];
const LASTING = 1_800;
const MILLION = 1_000_000n;

/**
 * The state of a peg from quotes, oldest first: the band that every one of the newest quotes, at least two over at least half an hour, reached. One
 * bad answer alone is no lost peg, and one good answer ends it. Undefined without quotes.
 */
export function pegOf(quotes: readonly PegQuote[]): Peg | undefined {
  const newest = quotes.at(-1);
  if (newest === undefined) return undefined;
  const start = quotes.findLastIndex(({ at }) => at <= newest.at - LASTING);
  const lasting = start === -1 ? [] : quotes.slice(start);
  const least = lasting
    .map((quote) => sizeOf(deviationOf(quote)))
    .reduce((low, one) => (one < low ? one : low), MILLION);
  const band = start === -1 ? undefined : pegBandOf(least);
  return { deviation: deviationOf(newest), band, since: sinceWhen(quotes, newest, band) };
}

/** The worst band of a deviation in millionths, whatever its sign. */
export function pegBandOf(deviation: bigint): PegBand {
  return BANDS.find(([, from]) => sizeOf(deviation) >= from)?.[0] ?? "held";
}

/** The first of the newest quotes in a row that are at least as far away as the band says. */
function sinceWhen(quotes: readonly PegQuote[], newest: PegQuote, band: PegBand | undefined): number {
  const from = BANDS.find(([name]) => name === band)?.[1] ?? 0n;
  const last = quotes.findLastIndex((quote) => sizeOf(deviationOf(quote)) < from);
  return quotes[last + 1]?.at ?? newest.at;
}

/** Rounded away from zero: half a per cent is not missed by a rounding. */
function deviationOf({ answer, decimals }: PegQuote): bigint {
  const whole = 10n ** BigInt(decimals);
  const difference = (answer - whole) * MILLION;
  const rounded = (sizeOf(difference) + whole - 1n) / whole;
  return difference < 0n ? -rounded : rounded;
}
