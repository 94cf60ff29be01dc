import type { Hex } from "viem";
import { hashOf } from "../../canonical.ts";
import type { Elector } from "../tally.ts";

/** What a closing event says of all that was recorded of its vote before: how many events, and sha256 of the list of their hashes. */
type History = { events: number; digest: Hex };

/** Sums up a vote's own events before its closing, by their hashes in order. */
export function sumUpHistory(hashes: readonly Hex[]): History {
  return { events: hashes.length, digest: hashOf(hashes) };
}

/** sha256 over who may vote with what weight; the same rows in any order give the same. */
export function hashElectors(electors: readonly (Omit<Elector, "weight"> & { weight: bigint | string })[]): Hex {
  const rows = electors.map(({ voter, member, weight }) => ({ voter, member, weight }));
  return hashOf(rows.sort((a, b) => (a.voter < b.voter ? -1 : 1)));
}

/** What a voter's receipt and the bundle call a ballot: the first ten digits of its event's hash. */
export function receiptCode(hash: Hex): string {
  return hash.slice(2, 12);
}
