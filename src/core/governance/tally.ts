import { type BallotChoice, ballotChoices, type CastBallot, currentBallots } from "./ballot.ts";
import { decide } from "./decide.ts";
import type { Decision } from "./decision.ts";
import { makeElectorate } from "./electorate/make-electorate.ts";
import type { RulePack } from "./rule-pack.ts";
import { WHOLE } from "./share.ts";

/** Why a vote came out as it did, in the order it was decided. */
export type Outcome = "passed" | "rejected" | "no-quorum";

/** Weight that a member may use in a vote: one row for each wallet, or one for the member. */
export type Elector = { voter: string; member: string; weight: bigint };

/** A count: weights in the electorate's smallest unit, and what the rule pack makes of them. */
export type Tally = {
  weights: Readonly<Record<BallotChoice, bigint>>;
  voters: Readonly<Record<BallotChoice, number>>;
  /** Weight that counts toward the quorum, and what is needed; needed is undefined where the whole weight is unknown. */
  quorum: { reached: bigint; needed: bigint | undefined; met: boolean };
  /** For as a share of For + Against in millionths, floored; undefined when nobody took a side. */
  approval: bigint | undefined;
  outcome: Outcome;
  /** One plain sentence for each rule applied. */
  reasons: readonly string[];
};

/**
 * Counts a vote from its ballots, in any order, by the rules it opened with: the engine's decision as a card shows it.
 * Of each member the newest ballot counts, with the weight of all that member's wallets.
 */
export function tally(
  ballots: readonly CastBallot[],
  electors: readonly Elector[],
  rulePack: RulePack,
  electorateTotal: bigint | undefined,
): Tally {
  return tallyOf(decideBallots(ballots, electors, rulePack, electorateTotal));
}

/** The engine's whole decision about a vote, from its ballots in any order. */
export function decideBallots(
  ballots: readonly CastBallot[],
  electors: readonly Elector[],
  rulePack: RulePack,
  electorateTotal: bigint | undefined,
): Decision {
  const rows = electors.map(({ member, weight }) => ({ voter: member, weight }));
  return decide({
    pack: rulePack,
    // What all weight is was read from the chain, and may be less than what is held here where a test says so.
    electorate: { ...makeElectorate(rows), total: electorateTotal },
    ballots: currentBallots(ballots).map(({ member, choice }) => ({ voter: member, choice })),
  });
}

/** A decision as the card of a vote for or against shows it. */
export function tallyOf(decision: Decision): Tally {
  const { reached, needed, met } = decision.quorum;
  const [own, against, abstain] = decision.totals;
  const of = { for: own, against, abstain };
  const record = <T>(pick: (choice: BallotChoice) => T) =>
    Object.fromEntries(ballotChoices.map((choice) => [choice, pick(choice)])) as Record<BallotChoice, T>;
  const weights = record((choice) => of[choice]?.weight ?? 0n);
  const sides = weights.for + weights.against;
  return {
    weights,
    voters: record((choice) => of[choice]?.voters ?? 0),
    quorum: { reached, needed, met },
    approval: sides === 0n ? undefined : (weights.for * WHOLE) / sides,
    outcome: outcomeOf(decision.outcome),
    reasons: decision.reasons,
  };
}

function outcomeOf(outcome: string): Outcome {
  return outcome === "passed" || outcome === "no-quorum" ? outcome : "rejected";
}
