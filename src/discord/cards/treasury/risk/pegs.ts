import type { PegView } from "../../../../actions/treasury/describe-pegs.ts";
import { counted } from "../../../../core/counted.ts";
import { plain } from "../../../../core/sanitize.ts";
import { pegBandOf } from "../../../../core/treasury/risk/peg.ts";
import { formatRate } from "../../../../reports/format-figure.ts";
import { when } from "../../../timestamp.ts";

/** Pegs named; those that do not hold come first. */
const MOST = 8;

/** A line for each token that is meant to be worth a dollar. */
export function pegLines(pegs: readonly PegView[]): string[] {
  const more = pegs.length - MOST;
  return [
    ...pegs.slice(0, MOST).map(pegLine),
    ...(more > 0 ? [`…and ${counted(more, "more peg")}, none of them further off`] : []),
  ];
}

/** Whether a peg was seen to hold, just now, with nothing that speaks against it. */
export function isHeld({ peg, isInDoubt, isApart }: PegView): boolean {
  return peg?.band === "held" && pegBandOf(peg.deviation) === "held" && !isInDoubt && !isApart;
}

const BANDS = {
  held: "holds",
  watch: "is off, watch it",
  warn: "**is off by more than 1 %**",
  critical: "**is off by more than 3 %**",
  broken: "**is broken: off by more than 10 %**",
} as const;

function pegLine({ symbol, peg, isInDoubt, isApart, readAt }: PegView): string {
  const name = `**${plain(symbol, 16)}** at one dollar: `;
  if (peg === undefined || readAt === undefined) return `${name}unknown, its price was never read`;
  const off = peg.deviation === 0n ? "exactly" : `${peg.deviation > 0n ? "+" : ""}${formatRate(peg.deviation)}`;
  if (isInDoubt) return `${name}**unknown**, its price is not fresh (${off} when last read ${when(readAt, "R")})`;
  if (isApart) return `${name}**unknown**, its two prices disagree (the first: ${off})`;
  if (peg.band === undefined) return `${name}${off} now, not seen for long enough to say more`;
  if (peg.band === "held" && pegBandOf(peg.deviation) !== "held")
    return `${name}${off} now, though not for half an hour yet`;
  const since = peg.band === "held" ? "" : ` since ${when(peg.since, "R")}`;
  return `${name}${BANDS[peg.band]}${since} (now ${off})`;
}
