/**
 * Names of the tags by which a forum shows where a proposal stands. A community makes those it wants; of these a post carries
 * one at a time, and any other tag is left to people.
 */
export const stateTags = [
  "Draft",
  "Sponsoring",
  "Review",
  "Pending",
  "Voting",
  "Counting",
  "Passed",
  "Rejected",
  "No quorum",
  "Decided",
  "Tied",
  "No winner",
  "Vetoed",
  "Withdrawn",
  "Cancelled",
  "Handed off",
  "Executed",
] as const;

/** The name of one of them. */
export type StateTag = (typeof stateTags)[number];

const known: ReadonlySet<string> = new Set(stateTags.map((name) => name.toLowerCase()));

/** Whether a forum's tag shows a state, however it is capitalised. */
export function isStateTag(name: string): boolean {
  return known.has(name.trim().toLowerCase());
}
