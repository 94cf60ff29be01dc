import type { Hex } from "viem";
import { hashOf } from "../../canonical.ts";
import type { Elector, GivenWeight } from "../count-vote.ts";
import { formatExactShare } from "../share.ts";

/** What a closing event says of all that was recorded of its vote before: how many events, and sha256 of the list of their hashes. */
type History = { events: number; digest: Hex };

/** Sums up a vote's own events before its closing, by their hashes in order. */
export function sumUpHistory(hashes: readonly Hex[]): History {
  return { events: hashes.length, digest: hashOf(hashes) };
}

/** sha256 over who may vote with what weight; the same rows in any order give the same. */
export function hashElectors(
  electors: readonly (Pick<Elector, "voter" | "member"> & { weight: bigint | string; house?: string | undefined })[],
): Hex {
  const rows = electors.map(({ voter, member, weight, house }) => ({ voter, member, weight, ...(house && { house }) }));
  return hashOf(rows.sort(compareElectors));
}

/** Electors in the one order in which they are hashed and written: by house, then by voter. */
export function compareElectors(
  a: { voter: string; house?: string | undefined },
  b: { voter: string; house?: string | undefined },
): number {
  const [one, other] = [a.house ?? "", b.house ?? ""];
  if (one !== other) return one < other ? -1 : 1;
  return a.voter < b.voter ? -1 : 1;
}

/** sha256 over who lets whom vote with what share; the same rows in any order give the same. */
export function hashDelegations(delegations: readonly GivenWeight[]): Hex {
  const rows = delegations.map(({ from, to, share }) => ({ from, to, share: formatExactShare(share) }));
  return hashOf(rows.sort(compareGiven));
}

/** Delegations in the one order in which they are hashed and written: by who gave, then by who holds. */
export function compareGiven(a: { from: string; to: string }, b: { from: string; to: string }): number {
  const [one, other] = [`${a.from} ${a.to}`, `${b.from} ${b.to}`];
  return one === other ? 0 : one < other ? -1 : 1;
}

/** What a voter's receipt and the bundle call a ballot: the first ten digits of its event's hash. */
export function receiptCode(hash: Hex): string {
  return hash.slice(2, 12);
}
