import { formatFraction } from "../decimal.ts";
import type { Approval, Comparison } from "./rule-pack.ts";

/** How a weight is written; the caller knows its unit. */
export type WeightWords = (weight: bigint) => string;

/** A weight without a unit: `1,234`. */
export const plainWeight: WeightWords = (weight) => formatFraction(weight, 1n, 0);

/** `more than` or `at least`. */
export function comparisonWords(comparison: Comparison | undefined): string {
  return comparison === "more-than" ? "more than" : "at least";
}

const APPROVAL_WHOLES = {
  sides: "For and Against",
  cast: "all weight cast",
  open: "all weight but Abstain",
  electorate: "all weight",
} as const;

/** What an approval is a share of. */
export function approvalWhole({ of }: Pick<Approval, "of">): string {
  return APPROVAL_WHOLES[of ?? "sides"];
}

/** Names in a list: `A, B and C`. */
export function listWords(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
