import { HOUR, MONTH, YEAR } from "../../seconds.ts";
import { RAY } from "../legs.ts";

/** The least time, in seconds, less an hour since blocks do not fall on the second: a week in which a price rose says nothing of a year. */
const LEAST = MONTH - HOUR;

/** More than this in a year is a figure that nobody should read: a hundredfold. */
const MOST = 100;

/**
 * What a return over a stretch of seconds would be in a year of 365 days, compounded; at a scale of 1e27, right to twelve decimals. Undefined
 * for less than thirty days, for a loss of everything, and where it would be more than a hundredfold.
 */
export function perYear(gained: bigint, from: number, to: number): bigint | undefined {
  if (to - from < LEAST || gained <= -RAY) return undefined;
  const yearly = Math.expm1((Math.log1p(Number(gained) / Number(RAY)) * YEAR) / (to - from));
  return yearly > MOST ? undefined : BigInt(Math.round(yearly * 1e12)) * (RAY / 1_000_000_000_000n);
}

/** A figure at a scale of 1e27 in millionths, rounded toward zero, as cards show rates. */
export function toMillionths(figure: bigint): bigint {
  return figure / (RAY / 1_000_000n);
}
