import { formatDuration } from "../../duration.ts";
import { describeThreshold } from "../passing/threshold.ts";
import type { Counting, RulePack } from "../rule-pack.ts";
import { formatExactShare } from "../share.ts";
import type { WeightWords } from "../words.ts";

type PollPack = RulePack<Exclude<Counting, "two-house">>;

/** What may stand behind a ballot. */
export function explainWeights({ cap, root, delegation }: PollPack): string[] {
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

/** When a vote ends. */
export function explainEnd({ ballots, secret, early, lateQuorum, outage }: PollPack): string[] {
  const span = (seconds: number) => formatDuration(BigInt(seconds));
  return [
    ballots === "final" ? "A ballot stands once it is cast." : "A ballot can be changed until the end.",
    ...(secret ? ["Nothing of the count is shown before the end."] : []),
    ...(early ? ["The vote ends as soon as nothing could change its outcome."] : []),
    ...(lateQuorum ? [`When the quorum is first reached, at least ${span(lateQuorum.seconds)} remain to vote.`] : []),
    ...(outage
      ? [
          `An outage longer than ${span(outage.longerThanSeconds)} is added to the end, up to ${span(outage.atMostSeconds)} in all.`,
        ]
      : []),
  ];
}

/** What comes before a vote and after it. */
export function explainLife({ life }: Pick<PollPack, "life">, words: WeightWords): string[] {
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
