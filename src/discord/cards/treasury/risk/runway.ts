import type { RunwayView } from "../../../../actions/treasury/describe-runway.ts";
import { MONTH } from "../../../../core/seconds.ts";
import { shortDuration } from "../../../../core/treasury/format-time.ts";
import { formatUsd } from "../../../../core/treasury/money.ts";
import type { Burn } from "../../../../core/treasury/risk/burn.ts";
import { tenths } from "./tenths.ts";

/** How long the treasury lasts, or why that is not known; and what counts as spent. */
export function runwayLines(view: RunwayView): string[] {
  const line = `**Runway** ${runwayWords(view)}`;
  if (view.state !== "known") return [line];
  return [
    line,
    "-# Spent is what left plain balances and did not come back in the same transaction, also to a place that is not watched.",
  ];
}

function runwayWords(view: RunwayView): string {
  switch (view.state) {
    case "no-balances":
      return "is not known: no plain balance is watched, so nothing says what is spent.";
    case "too-short":
      return "is not known yet: plain balances have been watched for less than 30 days.";
    case "unpriced":
      return "is not known: something was paid in a token without a price.";
    case "nothing-spent":
      return `has no end: nothing was spent in ${shortDuration(view.seconds)}.`;
    case "known": {
      const { burn, runway, isPartial } = view;
      return `${tenths(runway.months)} months at ${formatUsd(burn.perMonth)} a month (${basisOf(burn)}); ${tenths(runway.halved)} if all that is not stable halves${isPartial ? "; without what has no price" : ""}`;
    }
  }
}

function basisOf({ basis, seconds }: Burn): string {
  if (basis === "average") return `average of ${shortDuration(seconds)}`;
  return seconds === MONTH ? "the last one" : `median of ${seconds / MONTH} months`;
}
