import type { Address } from "viem";
import type { PoolEvent } from "./aave-events.ts";

/** Pools whose own name is not that of the interface, or whose events do not tell the version. */
const NAMES: Readonly<Record<Address, string>> = {
  "0x7d2768dE32b0b80b7a3454c06BdAc94A69DDc7A9": "aave_v2",
  "0x8dFf5E27EA6b7AC08EbFdf9eB090F32ee9a30fcf": "aave_v2",
  "0x4F01AeD16D97E3aB5ab2B501154DC9bb0F1A5A2C": "aave_v2",
  "0xC13e21B648A5Ee794902342038FF3aDAB66BE987": "spark",
  "0x2Dae5307c5E3FD1CF5A72Cb6F698f915860607e0": "spark",
};

/** What a lending pool is called: by its address where that is known, else by the version whose events it logs. */
export function nameAavePool({ log, version }: PoolEvent): string {
  return NAMES[log.address] ?? (version === 2 ? "aave_v2" : "aave_v3");
}
