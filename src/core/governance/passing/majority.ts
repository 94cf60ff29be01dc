import type { Majority } from "../rule-pack.ts";
import { compareToShare } from "../share.ts";

/** Whether a part of a whole is the majority asked for; exact. Nothing is no majority of nothing. */
export function isMajority(
  part: bigint,
  whole: bigint,
  { share, comparison }: Pick<Majority, "share" | "comparison">,
): boolean {
  if (part <= 0n) return false;
  const difference = compareToShare(part, whole, share);
  return comparison === "more-than" ? difference > 0n : difference >= 0n;
}
