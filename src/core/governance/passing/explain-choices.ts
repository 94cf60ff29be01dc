import type { Majority, Threshold } from "../rule-pack.ts";
import { formatExactShare, formatPart } from "../share.ts";
import { comparisonWords, listWords, type WeightWords } from "../words.ts";
import type { ChoiceJudgement } from "./judge-choices.ts";

const WHOLES = {
  cast: "all weight cast",
  continuing: "the ballots that still count",
  electorate: "all weight",
} as const;

/** How a choice came out, in sentences: who leads, what was asked of it, and who has won: nobody where the count does not count. */
export function explainChoices(
  { winners, tied, leader, majority, minimum }: ChoiceJudgement,
  rules: { majority?: Majority | undefined; minimum?: Threshold | undefined },
  facts: { names: readonly string[]; words: WeightWords; leads: string },
): string[] {
  if (leader === undefined) return ["Nobody voted for any choice."];
  const name = nameOf(facts.names, leader);
  const among = `${listWords(tied.map((choice) => nameOf(facts.names, choice)))} are tied, and these rules choose none of them.`;
  return [
    facts.leads,
    ...(rules.majority ? [explainMajority(name, majority, rules.majority)] : []),
    ...(rules.minimum ? [explainMinimum(name, minimum, facts.words)] : []),
    ...(tied.length > 0 ? [among] : []),
    ...(winners.length > 0
      ? [
          `${listWords(winners.map((choice) => nameOf(facts.names, choice)))} ${winners.length > 1 ? "have" : "has"} won.`,
        ]
      : []),
  ];
}

/** A choice's name, or its number where it has none. */
export function nameOf(names: readonly string[], choice: number): string {
  return names[choice] ?? `Choice ${choice + 1}`;
}

function explainMajority(
  name: string,
  { part, whole, met }: ChoiceJudgement["majority"],
  { share, comparison, of }: Majority,
): string {
  const asked = `${comparisonWords(comparison)} ${formatExactShare(share)} was asked for`;
  return `${name} has ${met ? "" : "only "}${formatPart(part, whole)} of ${WHOLES[of ?? "cast"]}; ${asked}.`;
}

function explainMinimum(name: string, { needed, met }: ChoiceJudgement["minimum"], words: WeightWords): string {
  if (needed === undefined)
    return `What ${name} has to reach is a share of a weight that is not known, so it cannot be reached.`;
  return met
    ? `${name} reached the ${words(needed)} it needed.`
    : `${name} did not reach the ${words(needed)} it needed.`;
}
