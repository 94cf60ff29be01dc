import { describeThreshold } from "../passing/threshold.ts";
import type { Counting, Quorum, RulePack, SidesPack, Threshold } from "../rule-pack.ts";
import { asFraction, formatExactShare } from "../share.ts";
import { approvalWhole, comparisonWords, listWords, type WeightWords } from "../words.ts";

type PollPack = RulePack<Exclude<Counting, "two-house">>;

const PARTS = {
  for: "For",
  against: "Against",
  abstain: "Abstain",
  veto: "Veto",
  cast: "all ballots",
  leader: "the leading choice",
} as const;

const COUNTINGS: Readonly<Record<Exclude<Counting, "for-against-abstain" | "optimistic" | "two-house">, string>> = {
  "single-choice": "one choice each, the most weight wins",
  approval: "any number of choices each, the most weight wins",
  weighted: "weight is divided among choices, the most wins",
  quadratic: "weight is divided among choices, support is the square of the sum of roots",
  ranked: "choices are ranked, the weakest leaves round by round",
  condorcet: "choices are ranked and compared two by two",
};

/** The rules in one sentence or two, for a card that cannot hold all of them; `words` may differ from house to house. */
export function summarizePack(pack: RulePack<Counting>, wordsOf: (house: string) => WeightWords): string {
  if (pack.counting !== "two-house") return summarizePoll(pack, wordsOf(""));
  const houses = Object.entries(pack.houses).map(
    ([name, house]) => `${house.title} ${summarizePoll(house, wordsOf(name))}`,
  );
  return `every house has to pass it. ${houses.join("; ")}`;
}

function summarizePoll(pack: PollPack, words: WeightWords): string {
  if (pack.counting === "optimistic") {
    const silence = pack.silencePasses ? ": silence passes it" : "";
    return `passes unless ${partsOf(pack.quorum)} ${verbOf(pack.quorum)} ${describeThreshold(pack.quorum, words)}${silence}`;
  }
  const quorum = isNothing(pack.quorum)
    ? ""
    : `, once ${partsOf(pack.quorum)} reach ${describeThreshold(pack.quorum, words)}`;
  if (pack.counting === "for-against-abstain") return `${sidesOf(pack, words)}${quorum}${virtualOf(pack.quorum)}`;
  const majority =
    pack.majority === undefined
      ? ""
      : `, with ${comparisonWords(pack.majority.comparison)} ${formatExactShare(pack.majority.share)}`;
  const minimum = pack.minimum === undefined ? "" : ` and ${describeThreshold(pack.minimum, words)}`;
  return `${COUNTINGS[pack.counting]}${majority}${minimum}${quorum}${virtualOf(pack.quorum)}`;
}

function sidesOf({ approval, veto, minimum }: SidesPack, words: WeightWords): string {
  const share = `${comparisonWords(approval.comparison)} ${formatExactShare(approval.share)} For (of ${approvalWhole(approval)})`;
  const least = minimum === undefined || isNothing(minimum) ? "" : ` and ${describeThreshold(minimum, words)} For`;
  return `passes with ${share}${least}${veto ? `, unless Veto has ${describeThreshold(veto, words)}` : ""}`;
}

function virtualOf({ virtual }: Quorum): string {
  return virtual ? ", or if all that is missing, cast against it, would not turn it" : "";
}

function partsOf({ counts }: Quorum): string {
  return listWords([...new Set(counts)].map((part) => PARTS[part]));
}

function verbOf({ counts }: Quorum): string {
  return counts.length > 1 || counts[0] === "cast" ? "have" : "has";
}

function isNothing(threshold: Threshold): boolean {
  if (threshold.comparison === "more-than") return false;
  return threshold.kind === "absolute" ? threshold.weight === 0n : asFraction(threshold.share).numerator === 0n;
}
