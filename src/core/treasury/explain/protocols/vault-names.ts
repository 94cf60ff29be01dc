import { type Address, toEventSelector } from "viem";
import type { Facts } from "../facts.ts";

/** Vaults that log nothing of their own beside the standard's events. */
const KNOWN: Readonly<Record<Address, string>> = {
  // sDAI, sUSDS and sUSDC.
  "0x83F20F44975D03b1b09e64809B757c47f942BEeA": "spark",
  "0xa3931d71877C0E7a3148CB7Eb4463524FEc27fbD": "spark",
  "0xBc65ad17c5C0a2A4D159fa5a503f4992c7B545FE": "spark",
  "0xaf204776c7245bF4147c2612BF6e5972Ee483701": "spark",
  // scrvUSD.
  "0x0655977FEb2f289A4aB78af67BAB0d17aAb84367": "curve",
};

/** sUSDS where it is no vault but bridged: it is bought from and sold to a module at the rate of its savings. */
const BRIDGED: ReadonlySet<Address> = new Set([
  "0x5875eEE11Cf8398102FdAd704C9E96607675467a",
  "0xdDb46999F8891663a8F2828d25298f70416d7610",
  "0xb5B2dc7fd34C249F4be7fB1fCea07950784229e0",
]);

/** Whether a token is a claim on savings though nothing is minted or burned where it changes hands. */
export function isBridgedSavings(token: Address | undefined): boolean {
  return token !== undefined && BRIDGED.has(token);
}

/** Events that only vaults of one kind log, each time someone comes or goes. */
const SIGNS: readonly (readonly [topic: string, name: string])[] = [
  [toEventSelector("UpdateLastTotalAssets(uint256)"), "morpho"],
  [toEventSelector("AccrueInterest(uint256,uint256)"), "morpho"],
  [toEventSelector("AccrueInterest(uint256,uint256,uint256,uint256)"), "morpho"],
];

/** What a vault is called: by its address, or by what else it logs; `erc4626` where neither tells. */
export function nameVault({ logs }: Facts, vault: Address): string {
  const known = KNOWN[vault];
  if (known !== undefined) return known;
  const topics = new Set(logs.filter(({ address }) => address === vault).map(({ topics: [first] }) => first as string));
  return SIGNS.find(([topic]) => topics.has(topic))?.[1] ?? "erc4626";
}
