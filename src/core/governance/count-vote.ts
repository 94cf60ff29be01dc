import type { Ballot } from "./ballots/choice.ts";
import { currentBallots } from "./ballots/current-ballots.ts";
import { byPlace } from "./ballots/pack-choice.ts";
import { readChoice } from "./ballots/read-choice.ts";
import { doorPack, type WrittenChoice } from "./ballots/written-choice.ts";
import { decide } from "./decide.ts";
import type { Decision, Votes } from "./decision.ts";
import { makeElectorate } from "./electorate/make-electorate.ts";
import { countedIn, sayWeight } from "./electorate/say-weight.ts";
import type { FrozenElectorate } from "./electorate/source.ts";
import type { Deadline, Times } from "./passing/deadline.ts";
import type { Counting, RulePack } from "./rule-pack.ts";
import type { Share } from "./share.ts";

/** Weight that a member may use in a vote: one row for each wallet, or one for the member; in a house, where there are houses. */
export type Elector = { voter: string; member: string; weight: bigint; house?: string };

/** A ballot as it was cast; its id is the interaction's, ordered by Discord's clock. */
export type CastBallot = { id: string; member: string; choice: WrittenChoice; castAtMs: number };

/** Weight that a vote found given to another when it opened. */
export type GivenWeight = { from: string; to: string; share: Share };

/** What moved the end of a vote, in unix seconds. */
export type Moments = {
  outages: readonly { from: number; to: number }[];
  /** By which the end was moved: what members were told holds, whatever is found to have been so since. */
  extensions?: Deadline["extensions"];
  /** When it was found that nothing could change the outcome any more. */
  settledAt?: number | undefined;
};

/** All that the count of a vote follows from: what was frozen, and what was recorded since. */
export type VoteFacts = {
  rulePack: RulePack<Counting>;
  choices: readonly string[];
  electorate: FrozenElectorate;
  openedAt: number;
  closesAt: number;
  electors: readonly Elector[];
  delegations: readonly GivenWeight[];
  ballots: readonly CastBallot[];
  moments: Moments;
};

/**
 * Counts a vote from its ballots, in any order, by the rules it opened with: what the card, the closing, the bundle and the
 * recount all say. Of each member the newest ballot counts, with the weight of all that member's wallets.
 */
export function countVote(facts: VoteFacts): Decision {
  const { rulePack, choices, electorate, openedAt } = facts;
  const shared = { times: timesOf(facts), at: openedAt };
  const ballots = currentBallots(facts.ballots).map((ballot) => open(facts, ballot));
  const history =
    rulePack.counting !== "two-house" && rulePack.lateQuorum
      ? facts.ballots.map((ballot) => open(facts, ballot))
      : undefined;
  if (rulePack.counting !== "two-house") {
    const votes = votesOf(facts, electorate, "", rulePack, ballots);
    return decide({ ...shared, ...votes, ...(history && { history }), pack: rulePack, choices });
  }
  const parts = electorate.source.kind === "houses" ? electorate.source.houses : {};
  const houses = Object.entries(rulePack.houses).map(([name, pack]) => {
    const own = parts[name] ?? { ...electorate, total: undefined };
    return [name, votesOf(facts, own, name, pack, ballots)] as const;
  });
  return decide({ ...shared, pack: rulePack, houses: Object.fromEntries(houses) });
}

function timesOf({ openedAt, closesAt, moments: { outages, extensions = [], settledAt } }: VoteFacts): Times {
  if (settledAt !== undefined) return { opensAt: openedAt, closesAt: settledAt, isSettled: true };
  return { opensAt: openedAt, closesAt, outages, extensions };
}

/** One house's voters, delegations and the ballots that mean something there. */
function votesOf(
  { electors, delegations }: VoteFacts,
  { source, total }: FrozenElectorate,
  house: string,
  pack: RulePack<Exclude<Counting, "two-house">>,
  ballots: readonly Ballot[],
): Votes {
  const rows = electors.filter((row) => (row.house ?? "") === house);
  const given = pack.delegation === undefined ? [] : delegations;
  const delegates = given.map(({ to }) => ({ voter: to, weight: 0n }));
  const weighed = rows.map(({ member, weight }) => ({ voter: member, weight }));
  const electorate = makeElectorate([...weighed, ...delegates], {
    root: pack.root === true && source.kind !== "nodes",
  });
  const held = house === "" ? ballots : ballots.filter(({ voter }) => electorate.index.has(voter));
  // What all weight is was read from the chain, and may be more than what is linked here.
  const words = (weight: bigint) => sayWeight(countedIn(source, pack), weight);
  return { electorate: { ...electorate, total }, ballots: held, delegations: given, words };
}

function open({ rulePack, choices }: VoteFacts, { member, choice, castAtMs }: CastBallot): Ballot {
  return {
    voter: member,
    choice: readChoice(doorPack(rulePack), choices, byPlace(choice)),
    at: Math.floor(castAtMs / 1000),
  };
}

/** What is recorded of a decision when a vote closes: all of it but its sentences, which are made of the rest. */
export function resultOf({ reasons: _, rounds: __, pairs: ___, points: ____, houses, ...rest }: Decision): VoteResult {
  return {
    ...rest,
    ...(houses && { houses: Object.fromEntries(Object.entries(houses).map(([name, own]) => [name, resultOf(own)])) }),
  };
}

/** A vote's result as its closing records it. */
export type VoteResult = Omit<Decision, "reasons" | "rounds" | "pairs" | "points" | "houses"> & {
  houses?: Readonly<Record<string, VoteResult>>;
};
