import { Refusal } from "../../errors.ts";
import type { Ballot, Cast, Choice } from "./ballots/choice.ts";
import type { Contest } from "./decision.ts";
import type { Electorate } from "./electorate/make-electorate.ts";
import { resolveDelegations } from "./electorate/resolve-delegations.ts";
import { type Deadline, findDeadline } from "./passing/deadline.ts";
import { shareOf } from "./share.ts";

/** Ballots with the weights they vote with, ready to be counted. */
export type Gathered = {
  cast: Cast;
  /** Weight that took part. */
  weight: bigint;
  total: bigint | undefined;
  deadline: Deadline | undefined;
  uncounted: readonly { voter: string; why: string }[];
};

/** Joins ballots and electorate: delegations resolved, late ballots left out, weights capped, each voter once. */
export function gatherBallots(contest: Contest): Gathered {
  const { times } = contest;
  const electorate = delegated(contest);
  const most = capOf(contest);
  const weigh = (voter: string) => {
    const weight = electorate.weights[electorate.index.get(voter) ?? -1] ?? 0n;
    return most !== undefined && weight > most ? most : weight;
  };
  const history = () => (contest.history ?? contest.ballots).map((ballot) => ({ ballot, weight: weigh(ballot.voter) }));
  const moves = contest.pack.lateQuorum !== undefined;
  const deadline = times && findDeadline(contest.pack, times, moves ? history() : [], electorate.total);
  return { ...join(contest.ballots, electorate, most, deadline?.closesAt), total: electorate.total, deadline };
}

function join(
  ballots: readonly Ballot[],
  { index, weights }: Electorate,
  most: bigint | undefined,
  closesAt: number | undefined,
) {
  const seen = new Uint8Array(weights.length);
  const choices: Choice[] = [];
  const counted: bigint[] = [];
  const uncounted: { voter: string; why: string }[] = [];
  let sum = 0n;
  for (const { voter, choice, at } of ballots) {
    const place = index.get(voter);
    const weight = place === undefined ? 0n : (weights[place] ?? 0n);
    if (closesAt !== undefined && at !== undefined && at >= closesAt) {
      uncounted.push({ voter, why: "cast after the end" });
      continue;
    }
    if (place === undefined || weight === 0n) {
      uncounted.push({ voter, why: place === undefined ? "not in the electorate" : "has no weight" });
      continue;
    }
    if (seen[place] === 1) throw new Refusal(`${voter} has more than one ballot.`);
    seen[place] = 1;
    const capped = most !== undefined && weight > most ? most : weight;
    sum += capped;
    choices.push(choice);
    counted.push(capped);
  }
  return { cast: { choices, weights: counted }, weight: sum, uncounted };
}

function delegated({ pack, electorate, ballots, delegations, at, times }: Contest): Electorate {
  if (delegations === undefined || delegations.length === 0) return electorate;
  if (pack.delegation === undefined) throw new Refusal(`"${pack.title}" knows no delegation.`);
  const voted = new Set(ballots.map(({ voter }) => voter));
  return resolveDelegations(
    electorate,
    delegations,
    pack.delegation,
    (voter) => voted.has(voter),
    at ?? times?.closesAt,
  );
}

function capOf({ pack, electorate }: Contest): bigint | undefined {
  if (pack.cap === undefined) return undefined;
  if (electorate.total !== undefined) return shareOf(electorate.total, pack.cap, "floor");
  throw new Refusal(`"${pack.title}" caps voters at a share of all weight, which is not known.`);
}
