import { formatDuration } from "../duration.ts";
import { describeThreshold } from "../passing/threshold.ts";
import type { Counting, Level, Quorum, RulePack, SidesPack } from "../rule-pack.ts";
import { formatExactShare } from "../share.ts";
import { approvalWhole, comparisonWords, listWords, plainWeight, type WeightWords } from "../words.ts";
import { explainCounting } from "./explain-counting.ts";

type PollPack = RulePack<Exclude<Counting, "two-house">>;

/** The rules in plain sentences, in the order they are applied: what `/rules` says. */
export function explainPack(pack: RulePack<Counting>, words: WeightWords = plainWeight): string[] {
  if (pack.counting === "two-house") {
    const houses = Object.values(pack.houses);
    const how = houses.some(({ counting }) => counting === "optimistic")
      ? "It passes only if every house passes it; a house that objects vetoes it."
      : "It passes only if every house passes it.";
    return [
      how,
      ...houses.flatMap((house) => explainPack(house, words).map((line) => `${house.title}: ${line}`)),
      ...explainLife(pack, words),
    ];
  }
  return [
    ...explainCounting(pack),
    explainQuorum(pack.quorum, pack.counting === "optimistic", words),
    ...(pack.silencePasses ? ["Silence passes it: without a single ballot it goes through."] : []),
    ...(pack.counting === "for-against-abstain" ? explainSides(pack, words) : explainChoosing(pack, words)),
    ...explainWeights(pack),
    ...explainEnd(pack, words),
    ...Object.entries(pack.levels ?? {}).map(([name, level]) => explainLevel(name, level, words)),
    ...explainLife(pack, words),
  ];
}

function explainQuorum(quorum: Quorum, isObjection: boolean, words: WeightWords): string {
  const parts = quorum.counts.map((part) =>
    part === "cast" ? "all ballots" : part === "leader" ? "the leading choice" : part[0]?.toUpperCase() + part.slice(1),
  );
  const asked = describeThreshold(quorum, words);
  if (isObjection) return `It passes unless ${listWords(parts)} ${parts.length > 1 ? "have" : "has"} ${asked}.`;
  if (quorum.kind === "absolute" && quorum.weight === 0n && quorum.comparison !== "more-than")
    return "It needs no quorum.";
  const virtual = quorum.virtual
    ? " Below that it still counts if all that is missing, cast against it, would not turn it."
    : "";
  return `It counts only if ${listWords(parts)} together ${parts.length > 1 ? "have" : "has"} ${asked}.${virtual}`.replace(
    "together has",
    "has",
  );
}

function explainSides({ approval, minimum, superQuorum, veto }: SidesPack, words: WeightWords): string[] {
  const rounding =
    approval.rounding === undefined ? "" : `, rounded ${approval.rounding === "floor" ? "down" : "up"} to a whole unit`;
  return [
    ...(veto
      ? [`It is vetoed if Veto has ${describeThreshold(veto, words)}; a ballot to veto also counts against it.`]
      : []),
    ...(minimum ? [`For alone needs ${describeThreshold(minimum, words)}.`] : []),
    `It passes with ${comparisonWords(approval.comparison)} ${formatExactShare(approval.share)} For, of ${approvalWhole(approval)}${rounding}.`,
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

function explainWeights({ cap, root, delegation }: PollPack): string[] {
  const depth = delegation?.depth === "cascade" ? "may be passed on" : "goes one step and no further";
  const override = delegation?.override
    ? "whoever gave weight away and votes takes it back"
    : "weight given away stays given away";
  return [
    ...(root ? ["Each node or wallet weighs its square root, rounded down, before they are added up."] : []),
    ...(cap === undefined
      ? []
      : [`Nobody votes with more than ${formatExactShare(cap)} of all weight; what is above that does not count.`]),
    ...(delegation ? [`Weight may be delegated: it ${depth}, and ${override}.`] : []),
  ];
}

function explainEnd({ ballots, early, lateQuorum, outage }: PollPack, _words: WeightWords): string[] {
  const span = (seconds: number) => formatDuration(BigInt(seconds));
  return [
    ballots === "final" ? "A ballot stands once it is cast." : "A ballot can be changed until the end.",
    ...(early ? ["The vote ends as soon as nothing could change its outcome."] : []),
    ...(lateQuorum ? [`When the quorum is first reached, at least ${span(lateQuorum.seconds)} remain to vote.`] : []),
    ...(outage
      ? [
          `An outage longer than ${span(outage.longerThanSeconds)} is added to the end, up to ${span(outage.atMostSeconds)} in all.`,
        ]
      : []),
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

function explainLife({ life }: Pick<PollPack, "life">, words: WeightWords): string[] {
  if (life === undefined) return [];
  const span = (seconds: number | undefined, say: (time: string) => string) =>
    seconds === undefined ? [] : [say(formatDuration(BigInt(seconds)))];
  const { sponsorship, proposer } = life;
  const withdrawn = sponsorship?.withdrawWhenBelow ? " and is withdrawn if they fall below it before the vote" : "";
  return [
    ...(proposer ? [`To propose takes ${describeThreshold(proposer, words)}.`] : []),
    ...(sponsorship
      ? [
          `It needs sponsors who together have ${describeThreshold(sponsorship.threshold, words)},${withdrawn}.`
            .replace(",.", ".")
            .replace(", and", " and"),
        ]
      : []),
    ...span(life.reviewSeconds, (time) => `It is under review for ${time}.`),
    ...span(life.votingDelaySeconds, (time) => `Voting begins ${time} after it opens.`),
    ...span(life.votingSeconds, (time) => `Voting lasts ${time}.`),
    ...span(life.timelockSeconds, (time) => `Once passed, it waits ${time} before it is carried out.`),
    ...span(life.graceSeconds, (time) => `After that it has to be carried out within ${time}.`),
  ];
}
