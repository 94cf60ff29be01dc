import { describeThreshold } from "../passing/threshold.ts";
import type { Counting, Level, Quorum, QuorumPart, RulePack, SidesPack, Threshold } from "../rule-pack.ts";
import { asFraction, formatExactShare } from "../share.ts";
import { approvalWhole, comparisonWords, listWords, plainWeight, type WeightWords } from "../words.ts";
import { explainCounting } from "./explain-counting.ts";
import { explainEnd, explainLife, explainWeights } from "./explain-life.ts";

const PARTS: Readonly<Record<QuorumPart, string>> = {
  for: "For",
  against: "Against",
  abstain: "Abstain",
  veto: "Veto",
  cast: "all ballots",
  leader: "the leading choice",
};

type PollPack = RulePack<Exclude<Counting, "two-house">>;

/** The rules in plain sentences, in the order they are applied: what `/rules` says; what authors and sponsors hold is said in words of its own. */
export function explainPack(
  pack: RulePack<Counting>,
  wordsOf: (house: string) => WeightWords = () => plainWeight,
  heldWords: WeightWords = wordsOf(""),
): string[] {
  if (pack.counting !== "two-house") return [...explainPoll(pack, wordsOf("")), ...explainLife(pack, heldWords)];
  const houses = Object.entries(pack.houses);
  const how = houses.some(([, { counting }]) => counting === "optimistic")
    ? "It passes only if every house passes it; a house that objects vetoes it."
    : "It passes only if every house passes it.";
  return [
    how,
    ...houses.flatMap(([name, house]) =>
      [...explainPoll(house, wordsOf(name)), ...explainLife(house, wordsOf(name))].map(
        (line) => `${house.title}: ${line}`,
      ),
    ),
    ...(pack.secret ? ["Nothing of the count is shown before the end."] : []),
    ...explainLife(pack, heldWords),
  ];
}

function explainPoll(pack: PollPack, words: WeightWords): string[] {
  return [
    ...explainCounting(pack),
    ...(everyLevel(pack, "quorum") ? [] : explainQuorum(pack.quorum, pack.counting === "optimistic", words)),
    ...(pack.quorum.virtual
      ? ["Below its quorum it still counts if all that is missing, cast against it, would not turn it."]
      : []),
    ...(pack.silencePasses ? ["Silence passes it: without a single ballot it goes through."] : []),
    ...(pack.counting === "for-against-abstain" ? explainSides(pack, words) : explainChoosing(pack, words)),
    ...explainWeights(pack),
    ...explainEnd(pack),
    ...Object.entries(pack.levels ?? {}).map(([name, level]) => explainLevel(name, level, words)),
  ];
}

function explainQuorum(quorum: Quorum, isObjection: boolean, words: WeightWords): string[] {
  const parts = quorum.counts.map((part) => PARTS[part]);
  const who = `${listWords(parts)}${parts.length > 1 ? " together have" : quorum.counts[0] === "cast" ? " have" : " has"}`;
  if (isObjection) return [`It passes unless ${who} ${describeThreshold(quorum, words)}.`];
  if (isNothing(quorum)) return ["It needs no quorum."];
  return [`It counts only if ${who} ${describeThreshold(quorum, words)}.`];
}

function explainSides(pack: SidesPack, words: WeightWords): string[] {
  const { approval, minimum, superQuorum, veto } = pack;
  const hasLevels = everyLevel(pack, "approval");
  const rounding =
    approval.rounding === undefined ? "" : `, rounded ${approval.rounding === "floor" ? "down" : "up"} to a whole unit`;
  return [
    ...(veto
      ? [`It is vetoed if Veto has ${describeThreshold(veto, words)}; a ballot to veto also counts against it.`]
      : []),
    ...(minimum && !isNothing(minimum) ? [`For alone needs ${describeThreshold(minimum, words)}.`] : []),
    ...(hasLevels
      ? []
      : [
          `It passes with ${comparisonWords(approval.comparison)} ${formatExactShare(approval.share)} For, of ${approvalWhole(approval)}${rounding}.`,
        ]),
    approval.abstainPasses ? "If everybody abstains, it passes." : "If everybody abstains, it does not pass.",
    ...(superQuorum ? [`It passes at once when For has ${describeThreshold(superQuorum, words)}.`] : []),
  ];
}

function explainChoosing(pack: Exclude<PollPack, SidesPack>, words: WeightWords): string[] {
  if (pack.counting === "optimistic") return [];
  const { majority, minimum } = pack;
  const whole =
    majority?.of === "electorate"
      ? "all weight"
      : pack.counting === "ranked" && pack.majorityBase === "continuing"
        ? "the ballots that still count"
        : "all weight cast";
  return [
    ...(majority
      ? [`To win takes ${comparisonWords(majority.comparison)} ${formatExactShare(majority.share)} of ${whole}.`]
      : []),
    ...(minimum ? [`A winner needs ${describeThreshold(minimum, words)}.`] : []),
  ];
}

function explainLevel(name: string, { title, quorum, approval, majority, minimum }: Level, words: WeightWords): string {
  const parts = [
    ...(approval ? [`${comparisonWords(approval.comparison)} ${formatExactShare(approval.share)} For`] : []),
    ...(majority ? [`a majority of ${comparisonWords(majority.comparison)} ${formatExactShare(majority.share)}`] : []),
    ...(quorum ? [`a quorum of ${describeThreshold(quorum, words)}`] : []),
    ...(minimum ? [`a minimum of ${describeThreshold(minimum, words)}`] : []),
  ];
  return `${title === undefined ? name : `${name} (${title})`} asks for ${listWords(parts)}.`;
}

/** Whether what every level says for itself need not be said of all. */
function everyLevel({ levels }: PollPack, key: keyof Level): boolean {
  return levels !== undefined && Object.values(levels).every((level) => level[key] !== undefined);
}

function isNothing(threshold: Threshold): boolean {
  if (threshold.comparison === "more-than") return false;
  return threshold.kind === "absolute" ? threshold.weight === 0n : asFraction(threshold.share).numerator === 0n;
}
