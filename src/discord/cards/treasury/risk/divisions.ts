import type { RiskView } from "../../../../actions/treasury/describe-risk.ts";
import type { Concentration } from "../../../../core/treasury/risk/concentration.ts";
import { named } from "../words.ts";
import { tenths } from "./tenths.ts";

/** Parts named of each division. */
const MOST = 3;

const WORDS = { concentrated: "**concentrated**", moderate: "moderately concentrated", spread: "spread" } as const;

/** How the whole is divided, a line for each way to divide it; and the figures behind those in one small line. */
export function divisionLines(view: RiskView): string[] {
  const all: [string, Concentration | undefined, string?][] = [
    ["Assets", view.byAsset],
    ["Protocols", view.byProtocol],
    ["Issuers", view.byIssuer, "unnamed"],
    ["Chains", view.byChain],
  ];
  const known = all.flatMap(([word, found, rest = "in none"]) => (found === undefined ? [] : [{ word, found, rest }]));
  if (known.length === 0) return [];
  const figures = known.map(
    ({ word, found }) => `${word.toLowerCase()} ${thousands(found.hhi)} (${tenths(found.effective)} equal parts)`,
  );
  return [
    ...known.map(({ word, found, rest }) => `**${word}** are ${WORDS[found.band]}: ${parts(found, view.gross, rest)}`),
    `-# Herfindahl of 10,000, debts not taken off; below 1,000 is spread, above 1,800 concentrated: ${figures.join(", ")}.`,
  ];
}

function parts({ parts: all }: Concentration, gross: bigint, rest: string): string {
  const inParts = all.reduce((sum, { usd }) => sum + usd, 0n);
  return [
    ...all.slice(0, MOST).map(({ name, usd }) => `${named(name)} ${shareOf(usd, gross)}`),
    ...(all.length > MOST ? [`${all.length - MOST} more`] : []),
    ...(inParts < gross ? [`${rest} ${shareOf(gross - inParts, gross)}`] : []),
  ].join(", ");
}

/** To the nearest whole per cent: a glance needs no more. */
function shareOf(usd: bigint, gross: bigint): string {
  const percent = (usd * 200n + gross) / (2n * gross);
  return percent === 0n ? "<1 %" : percent === 100n && usd < gross ? ">99 %" : `${percent} %`;
}

function thousands(hhi: bigint): string {
  return hhi.toString().replace(/\B(?=(\d{3})+$)/g, ",");
}
