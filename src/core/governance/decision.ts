import type { Ballot } from "./ballots/choice.ts";
import type { Round } from "./counting/count-ranked.ts";
import type { Delegation } from "./electorate/check-delegations.ts";
import type { Electorate } from "./electorate/make-electorate.ts";
import type { Deadline, Times } from "./passing/deadline.ts";
import type { QuorumMeasure } from "./passing/measure-quorum.ts";
import type { Counting, RulePack } from "./rule-pack.ts";
import type { Fraction } from "./share.ts";
import type { WeightWords } from "./words.ts";

/** How a vote comes out: of a question the first four, of a choice the rest and `no-quorum`. */
export type Outcome = "passed" | "rejected" | "no-quorum" | "vetoed" | "won" | "tied" | "no-winner";

/** What one choice has. `weight` is for reading; where counting is finer than a unit, `score` is what decides. */
export type Total = { choice: string; weight: bigint; voters: number; score?: Fraction };

/** A vote's whole result; the same facts give the same decision for ever. Choices are indexes into `totals`, from zero. */
export type Decision = {
  outcome: Outcome;
  totals: readonly Total[];
  winners: readonly number[];
  tied: readonly number[];
  /** Weight and voters that took part, and all weight there is. */
  turnout: { weight: bigint; voters: number; electorate: bigint | undefined };
  quorum: QuorumMeasure & { virtual: boolean };
  /** What For or the leading choice has, and of what; undefined where no share is asked for or nobody took part. */
  share: { part: bigint; whole: bigint; met: boolean } | undefined;
  /** One plain sentence for each rule applied, in order. */
  reasons: readonly string[];
  /** Stands before the end. */
  early?: { outcome: Outcome; why: "super-quorum" | "settled" | "veto" };
  deadline?: Deadline;
  /** Ballots that weigh nothing, and why. */
  uncounted: readonly { voter: string; why: string }[];
  /** Of an instant runoff. */
  rounds?: readonly Round[];
  /** Of a Condorcet count: `pairs[a][b]` prefers a to b. */
  pairs?: readonly (readonly bigint[])[];
  points?: readonly number[];
  houses?: Readonly<Record<string, Decision>>;
};

/** Who may vote and how they did: at most one ballot of each voter. */
export type Votes = {
  electorate: Electorate;
  ballots: readonly Ballot[];
  /** Every ballot ever cast, those since replaced included; needed for a late quorum where ballots can be changed. */
  history?: readonly Ballot[];
  delegations?: readonly Delegation[];
  /** How weights are written in reasons. */
  words?: WeightWords;
};

/** All that a decision follows from. Names of choices where the pack chooses; houses where it has them. */
export type Contest = Votes & {
  pack: RulePack<Exclude<Counting, "two-house">>;
  level?: string;
  choices?: readonly string[];
  times?: Times;
  /** Of delegations: the unix second at which they are looked at; the close, where there is one. */
  at?: number;
};

/** A vote of two houses, each with its own voters, delegations and ballots. */
export type HouseContest = Omit<Contest, keyof Votes | "pack" | "level" | "choices"> & {
  pack: RulePack<"two-house">;
  houses: Readonly<Record<string, Votes>>;
};
