import { formatFraction } from "../../decimal.ts";
import type { Decision, Outcome } from "../decision.ts";
import { listWords } from "../words.ts";
import type { Recount } from "./recount.ts";

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  passed: "Passed",
  rejected: "Rejected",
  "no-quorum": "No quorum",
  vetoed: "Vetoed",
  won: "Won",
  tied: "Tied",
  "no-winner": "No winner",
};

/** Most refused ballots that are listed one by one. */
const LISTED = 50;

/** A recount in words, line by line: the result first, then why, then what was left out. */
export function describeRecount({ title, decision, refused, replaced }: Recount): string[] {
  const { uncounted } = decision;
  return [
    `${title}: ${describeOutcome(decision)}`,
    "",
    ...describeTotals(decision),
    "Why:",
    ...decision.reasons.map((reason) => `  ${reason}`),
    ...(decision.early ? [`  This stands before the end (${decision.early.why}).`] : []),
    ...(decision.deadline?.extensions ?? []).map(
      ({ why, closesAt }) => `  The end moved to unix second ${closesAt} (${why}).`,
    ),
    ...(replaced > 0 ? ["", `Ballots replaced by newer ones: ${replaced}.`] : []),
    ...section(
      "Ballots that weigh nothing",
      uncounted.map(({ voter, why }) => `${voter}: ${why}`),
    ),
    ...section(
      "Ballots refused",
      refused.map(({ row, voter, why, house }) => `${house ? `${house}, ` : ""}row ${row} (${voter}): ${why}`),
    ),
  ];
}

function describeOutcome({ outcome, winners, tied, totals }: Decision): string {
  const names = (choices: readonly number[]) => listWords(choices.map((choice) => totals[choice]?.choice ?? ""));
  if (outcome === "won") return `${names(winners)} ${winners.length > 1 ? "have" : "has"} won`;
  if (outcome === "tied") return `tied between ${names(tied)}${winners.length > 0 ? `; won by ${names(winners)}` : ""}`;
  return OUTCOMES[outcome].toLowerCase();
}

function describeTotals({ totals, turnout, houses }: Decision): string[] {
  const width = Math.max(0, ...totals.map(({ choice }) => choice.length));
  const lines = totals.map(
    ({ choice, weight, voters }) =>
      `  ${choice.padEnd(width)}  ${formatFraction(weight, 1n, 0)} (${voters} ${voters === 1 ? "voter" : "voters"})`,
  );
  const of = turnout.electorate === undefined ? "" : ` of ${formatFraction(turnout.electorate, 1n, 0)}`;
  const inHouses = Object.entries(houses ?? {}).flatMap(([name, house]) => [
    `${name}: ${describeOutcome(house)}`,
    ...describeTotals(house),
  ]);
  const all = houses
    ? []
    : [`  Cast: ${formatFraction(turnout.weight, 1n, 0)}${of}, in smallest units, by ${turnout.voters}.`, ""];
  return [...lines, ...all, ...inHouses];
}

function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const more = lines.length > LISTED ? [`  … and ${lines.length - LISTED} more`] : [];
  return ["", `${title}: ${lines.length}.`, ...lines.slice(0, LISTED).map((line) => `  ${line}`), ...more];
}
