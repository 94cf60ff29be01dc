import { formatShare } from "../amount.ts";
import { type BallotChoice, type CastBallot, currentBallots } from "./ballot.ts";
import { type Quorum, type RulePack, WHOLE } from "./rule-pack.ts";

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
 * Counts a vote from its ballots, in any order, by the rules it opened with; the same facts always give the same count.
 * Quorum is met at the needed weight exactly; approval compares by cross-multiplication, so nothing is rounded.
 */
export function tally(
  ballots: readonly CastBallot[],
  electors: readonly Elector[],
  rulePack: RulePack,
  electorateTotal: bigint | undefined,
): Tally {
  const { weights, voters } = count(ballots, electors);
  const quorum = measureQuorum(weights, rulePack.quorum, electorateTotal);
  const sides = weights.for + weights.against;
  const approved = isApproved(weights, rulePack);
  const outcome = !quorum.met ? "no-quorum" : approved ? "passed" : "rejected";
  const reasons = [explainQuorum(quorum), explainApproval(weights, rulePack, approved)];
  return {
    weights,
    voters,
    quorum,
    approval: sides === 0n ? undefined : (weights.for * WHOLE) / sides,
    outcome,
    reasons,
  };
}

function count(ballots: readonly CastBallot[], electors: readonly Elector[]): Pick<Tally, "weights" | "voters"> {
  const weightOf = new Map<string, bigint>();
  for (const { member, weight } of electors) weightOf.set(member, (weightOf.get(member) ?? 0n) + weight);
  const weights = { for: 0n, against: 0n, abstain: 0n };
  const voters = { for: 0, against: 0, abstain: 0 };
  for (const ballot of currentBallots(ballots)) {
    const weight = weightOf.get(ballot.member) ?? 0n;
    if (weight === 0n) continue;
    weights[ballot.choice] += weight;
    voters[ballot.choice] += 1;
  }
  return { weights, voters };
}

function measureQuorum(weights: Tally["weights"], quorum: Quorum, total: bigint | undefined): Tally["quorum"] {
  const reached = [...new Set(quorum.counts)].reduce((sum, choice) => sum + weights[choice], 0n);
  const needed = neededWeight(quorum, total);
  return { reached, needed, met: needed !== undefined && reached >= needed };
}

/** Weight a quorum asks for, floored to the smallest unit; undefined for a share of an unknown whole. */
export function neededWeight(quorum: Quorum, total: bigint | undefined): bigint | undefined {
  if (quorum.kind === "absolute") return quorum.weight;
  return total === undefined ? undefined : (total * quorum.share) / WHOLE;
}

/** Without a single For nothing passes, whatever share is asked for. */
function isApproved(weights: Tally["weights"], { approval }: RulePack): boolean {
  const have = weights.for * WHOLE;
  const need = approval.share * (weights.for + weights.against);
  return weights.for > 0n && (approval.comparison === "more-than" ? have > need : have >= need);
}

function explainQuorum({ reached, needed, met }: Tally["quorum"]): string {
  if (needed === undefined) return "The quorum is a share of a weight that is not known, so it cannot be met.";
  if (met) return "Enough weight took part.";
  return `Not enough weight took part: ${formatShare((reached * WHOLE) / needed)} of what is needed.`;
}

function explainApproval(weights: Tally["weights"], { approval }: RulePack, approved: boolean): string {
  const sides = weights.for + weights.against;
  if (sides === 0n) return "Nobody voted for or against.";
  const asked = `${approval.comparison === "more-than" ? "more than" : "at least"} ${formatShare(approval.share)}`;
  const share = formatShare((weights.for * WHOLE) / sides);
  if (approved) return `For has ${share} of For and Against; ${asked} was asked for.`;
  if (weights.for === weights.against) return `A tie does not pass: ${asked} was asked for.`;
  return `For has only ${share} of For and Against; ${asked} was asked for.`;
}
