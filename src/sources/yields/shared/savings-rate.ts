import { type AbiFunction, getAbiItem, parseAbi } from "viem";
import { YEAR } from "../../../core/seconds.ts";
import { RAY } from "../../../core/treasury/legs.ts";

const abi = parseAbi(["function ssr() view returns (uint256)", "function dsr() view returns (uint256)"]);

/** The view that tells by how much a second multiplies savings, at a scale of 1e27: Sky's or Maker's. */
export function perSecond(name: "ssr" | "dsr"): AbiFunction {
  return getAbiItem({ abi, name });
}

/** What it tells, as a simple rate a year at the same scale. */
export function yearlyOf(rate: bigint): bigint {
  return (rate - RAY) * BigInt(YEAR);
}
