import type { Decision, Outcome } from "../decision.ts";
import type { Majority, Quorum } from "../rule-pack.ts";
import type { WeightWords } from "../words.ts";
import { explainQuorum } from "./explain-sides.ts";
import type { ChoiceJudgement } from "./judge-choices.ts";
import { isMajority } from "./majority.ts";
import { measureQuorum } from "./measure-quorum.ts";

/** What concluding needs to know besides the judgement; `unit` is how much of `majority.whole` one weight is. */
export type ChoiceFacts = {
  cast: bigint;
  leading: bigint;
  total: bigint | undefined;
  unit: bigint;
  words: WeightWords;
};

/** Quorum first, then winners: below a quorum nobody wins, unless a virtual quorum says that nothing missing could matter. */
export function concludeChoice(
  judgement: ChoiceJudgement,
  { quorum, majority }: { quorum: Quorum; majority?: Majority | undefined },
  { cast, leading, total, unit, words }: ChoiceFacts,
): Pick<Decision, "outcome" | "winners" | "tied" | "quorum" | "share"> & { quorumReasons: string[] } {
  const measure = measureQuorum({ cast, leader: leading }, quorum, total);
  const missing = measure.needed === undefined ? undefined : measure.needed - measure.reached;
  const { part, whole } = judgement.majority;
  const virtual =
    !measure.met &&
    quorum.virtual === true &&
    majority !== undefined &&
    missing !== undefined &&
    isMajority(part, whole + missing * unit, majority);
  const counts = measure.met || virtual;
  const outcome: Outcome = !counts
    ? "no-quorum"
    : judgement.tied.length > 0
      ? "tied"
      : judgement.winners.length > 0
        ? "won"
        : "no-winner";
  const saved = `It counts all the same: with the missing ${words(missing ?? 0n)} cast otherwise, the majority would stand.`;
  return {
    outcome,
    winners: counts ? judgement.winners : [],
    tied: counts ? judgement.tied : [],
    quorum: { ...measure, virtual },
    share: judgement.leader === undefined ? undefined : judgement.majority,
    quorumReasons: [explainQuorum(measure, words), ...(virtual ? [saved] : [])],
  };
}
