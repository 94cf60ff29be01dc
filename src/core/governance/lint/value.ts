import { formatAmount } from "../../amount.ts";
import { compareToShare, formatExactShare, formatPart } from "../share.ts";
import type { LintFacts } from "./facts.ts";

/** Payments that are a large part of what the account holds. */
export function findLargeValues({ spendings, largeValueShare }: LintFacts): string[] {
  return spendings.flatMap(({ symbol, decimals, paid, held }) => {
    const amount = `${formatAmount(paid, decimals)} ${symbol}`;
    if (paid === 0n) return [];
    if (held === undefined) return [`${amount} would be paid; how much the account holds cannot be told now.`];
    if (compareToShare(paid, held, largeValueShare) <= 0n) return [];
    return [
      `${amount} would be paid, ${formatPart(paid, held)} of what the account holds; ${formatExactShare(largeValueShare)} counts as large.`,
    ];
  });
}
