import { NODES, START_PRICE } from "./heliogrid.ts";

/** How much of a day a node worked, in basis points: the same for the same node and day, on every machine. */
export function uptimeBps(nodeId: number, day: number): number {
  const node = NODES.find(({ id }) => id === nodeId);
  if (node?.diesOnDay !== undefined && day >= node.diesOnDay) return 0;
  const luck = mix(nodeId, day);
  if (luck % 100 < (node?.flaky ? 22 : 3)) return 0;
  const lost = node?.flaky ? 3_000 : 400;
  return 10_000 - ((luck >>> 8) % lost);
}

/** HELIO in dollars on a day, with 8 decimals: a slow wave, a fast one, and noise. */
export function helioPrice(day: number): bigint {
  const noise = (mix(7_919, day) % 1_000) / 1_000 - 0.5;
  return BigInt(
    Math.round(Number(START_PRICE) * (1 + 0.09 * Math.sin(day / 9) + 0.03 * Math.sin(day / 2.3) + 0.02 * noise)),
  );
}

/** The chain's coin in dollars on a day, with 8 decimals: a slow wave, and noise. */
export function coinPrice(day: number): bigint {
  return BigInt(Math.round(2_400e8 * (1 + 0.06 * Math.sin(day / 13) + (mix(49_979_687, day) % 1_000) / 50_000)));
}

/** What traders give for HELIO in dollars on a day, with 8 decimals: within six percent of its price. */
export function tradedPrice(day: number): bigint {
  return (helioPrice(day) * BigInt(9_400 + (mix(15_485_863, day) % 1_201))) / 10_000n;
}

/** The test dollar in dollars on a day, with 8 decimals: within a tenth of a percent of one. */
export function dollarPrice(day: number): bigint {
  return 99_950_000n + BigInt(mix(104_729, day) % 100_000);
}

/** A well-spread 32-bit number from two small ones (the finalizer of MurmurHash3). */
function mix(a: number, b: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
