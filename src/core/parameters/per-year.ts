import { formatAmount } from "../amount.ts";
import { formatFraction } from "../decimal.ts";
import type { Codec } from "./codec.ts";
import { compound } from "./compound.ts";

/** What a rate or an amount is per: its name, and how long it lasts where that is known. */
export type Per = {
  unit: "second" | "block" | "round" | "epoch" | "day" | "week" | "year";
  seconds: bigint | undefined;
  /** Each period's rate works on what the earlier ones made; else they add up. */
  compounds: boolean;
};

/** A year of 365 days, as the networks themselves reckon it. */
export const YEAR_SECONDS = 31_536_000n;

/** Past this a yearly rate says nothing any more: ten thousand times the whole. */
const MOST = 10_000n;

/**
 * What so much per period is in a year of 365 days: `12.34 % a year`, `1,200 HELIO a year`. Rounded toward zero to two
 * decimals; rates that add up are computed exactly, those that compound to 60 digits. Undefined where it cannot be told,
 * and where it is per year already.
 */
export function perYear(codec: Codec, per: Per, raw: string): string | undefined {
  if (per.seconds === undefined || per.seconds === YEAR_SECONDS) return undefined;
  const periods = { times: YEAR_SECONDS, over: per.seconds };
  if (codec.type === "percent" || codec.type === "multiplier") {
    // A factor is how much there is after a period, so that only what is beyond 1 is its rate.
    if (codec.type === "multiplier" && !per.compounds) return undefined;
    const rate = codec.type === "multiplier" ? BigInt(raw) - codec.scale : BigInt(raw);
    if (!per.compounds) return percentWords(rate * periods.times, codec.scale * periods.over);
    const grown = compound({ rate, scale: codec.scale }, periods, MOST);
    if (grown === "beyond") return `more than ${formatFraction(MOST * 100n, 1n, 0)} % a year`;
    return grown === undefined ? undefined : percentWords(grown.numerator, grown.denominator);
  }
  const yearly = (BigInt(codec.type === "token" || codec.type === "integer" ? raw : 0) * periods.times) / periods.over;
  if (codec.type === "token") return `${formatAmount(yearly, codec.decimals, { digits: 2 })} ${codec.symbol} a year`;
  if (codec.type !== "integer") return undefined;
  return `${formatFraction(yearly, 1n, 0)}${codec.unit ? ` ${codec.unit}` : ""} a year`;
}

/** A yearly rate too small for two decimals is said to be under them, never to be nothing. */
function percentWords(numerator: bigint, denominator: bigint): string {
  const words = formatFraction(numerator * 100n, denominator, 2);
  if (words !== "0" || numerator === 0n) return `${words} % a year`;
  return `less than ${numerator < 0n ? "−" : ""}0.01 % a year`;
}
