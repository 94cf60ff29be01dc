import type { Ballot } from "../ballots/choice.ts";
import type { Counting, Quorum, RulePack } from "../rule-pack.ts";
import { leastWeight } from "./threshold.ts";

/** The end of a vote and what moved it, in the order it did. */
export type Deadline = { closesAt: number; extensions: readonly { why: "outage" | "late-quorum"; closesAt: number }[] };

/** When a vote ends, in unix seconds; a ballot is in time before `closesAt`. */
export type Times = {
  closesAt: number;
  opensAt?: number;
  outages?: readonly { from: number; to: number }[];
  /** By which the end has been moved already, and stays so. */
  extensions?: Deadline["extensions"];
  /** Ended early: nothing moves that end. */
  isSettled?: true;
};

/** A ballot of the whole history of a vote, those since replaced included, with the weight it has. */
export type TimedBallot = { ballot: Ballot; weight: bigint };

/**
 * The end that outages and a late quorum give a vote; without either rule the one it was opened with. An end that was moved is
 * never moved back: ballots have been taken since.
 */
export function findDeadline(
  pack: RulePack<Exclude<Counting, "two-house">>,
  times: Times,
  history: readonly TimedBallot[],
  total: bigint | undefined,
): Deadline {
  if (times.isSettled) return { closesAt: times.closesAt, extensions: [] };
  const extensions = [...(times.extensions ?? [])];
  let closesAt = Math.max(times.closesAt, ...extensions.map((one) => one.closesAt));
  const extend = (why: "outage" | "late-quorum", to: number) => {
    if (to <= closesAt) return;
    closesAt = to;
    extensions.push({ why, closesAt });
  };
  const ordinary = times.closesAt + (pack.outage ? lostSeconds(pack.outage, times) : 0);
  extend("outage", ordinary);
  const reachedAt = pack.lateQuorum && findQuorumTime(pack.quorum, history, total, ordinary);
  if (pack.lateQuorum && reachedAt !== undefined) extend("late-quorum", reachedAt + pack.lateQuorum.seconds);
  return { closesAt, extensions };
}

/** Seconds of the vote that outages took, of those long enough, each second once, and no more than may be made up for. */
function lostSeconds(
  { longerThanSeconds, atMostSeconds }: { longerThanSeconds: number; atMostSeconds: number },
  { opensAt, closesAt, outages = [] }: Times,
): number {
  const within = outages
    .map(({ from, to }) => ({ from: Math.max(from, opensAt ?? from), to: Math.min(to, closesAt) }))
    .filter(({ from, to }) => to - from > longerThanSeconds)
    .sort((a, b) => a.from - b.from);
  let lost = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const { from, to } of within) {
    lost += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return Math.min(lost, atMostSeconds);
}

/** The second at which a quorum was first reached; those voted in one second count together. */
function findQuorumTime(
  quorum: Quorum,
  history: readonly TimedBallot[],
  total: bigint | undefined,
  closesAt: number,
): number | undefined {
  const needed = leastWeight(quorum, total);
  if (needed === undefined) return undefined;
  const parts = quorum.counts as readonly unknown[];
  const counted = new Map<string, bigint>();
  let reached = 0n;
  for (const { ballot, weight } of inOrder(history)) {
    if (timeOf(ballot) >= closesAt) return undefined;
    const counts = parts.includes("cast") || parts.includes(ballot.choice) ? weight : 0n;
    reached += counts - (counted.get(ballot.voter) ?? 0n);
    counted.set(ballot.voter, counts);
    if (reached >= needed) return timeOf(ballot);
  }
  return undefined;
}

/** By time; within one second by voter, so that the order they are told in never matters. */
function inOrder(history: readonly TimedBallot[]): TimedBallot[] {
  return [...history].sort(
    (a, b) =>
      timeOf(a.ballot) - timeOf(b.ballot) ||
      (a.ballot.voter < b.ballot.voter ? -1 : Number(a.ballot.voter > b.ballot.voter)),
  );
}

function timeOf({ at, voter }: Ballot): number {
  if (at === undefined) throw new TypeError(`The ballot of ${voter} has no time, and this pack needs it.`);
  return at;
}
