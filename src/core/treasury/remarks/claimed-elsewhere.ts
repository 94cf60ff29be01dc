import { formatAmount } from "../../amount.ts";
import { positionLabel } from "../by-position.ts";
import type { LedgerEntry } from "../ledger/entry.ts";
import type { PositionFacts } from "../position-facts.ts";
import { GLANCE } from "../statement/figure-changes.ts";

/** What was claimed and came to no position, in one plain sentence each: it left the books, and may lie in the treasury's own account. */
export function claimedElsewhere(legs: readonly PositionFacts[], entries: readonly LedgerEntry[]): string[] {
  // Only what was claimed and did not arrive goes out without units of its own.
  const gone = entries.filter(({ kind, units }) => kind === "principal-out" && units === 0n);
  return gone.flatMap(({ transaction, token, position, leg }) => {
    const source = legs.find((one) => one.position === position && one.leg === leg);
    const ofClaim = entries.filter((entry) => entry.transaction === transaction && entry.token === token);
    const sum = (kind: LedgerEntry["kind"]) =>
      ofClaim.reduce((all, entry) => (entry.kind === kind ? all + entry.units : all), 0n);
    const missing = -sum("income-accrued") - sum("income-realised");
    if (source === undefined || missing <= 0n) return [];
    const amount = `${formatAmount(missing, source.token.decimals, { digits: GLANCE })} ${source.token.symbol}`;
    return [`${amount} claimed from ${positionLabel(source)} came to no account that is watched, and left the books.`];
  });
}
