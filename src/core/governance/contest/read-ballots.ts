import { Refusal } from "../../../errors.ts";
import type { Ballot } from "../ballots/choice.ts";
import { readChoice } from "../ballots/read-choice.ts";
import { describe } from "../ballots/read-place.ts";
import type { WeightRow } from "../electorate/make-electorate.ts";
import type { Counting, RulePack } from "../rule-pack.ts";
import { field, type Row, readTime, readVoter, readWeight, requireRow } from "./rows.ts";

/** A ballot that is in no tally, by its row from 1, and why. */
export type RefusedBallot = { row: number; voter: string; why: string };

/** What a list of ballots holds: those that count, those a newer one replaced, those refused, and weights they bring along. */
export type ReadBallots = {
  ballots: Ballot[];
  history: Ballot[];
  weights: WeightRow[];
  replaced: number;
  refused: RefusedBallot[];
};

export type BallotRules = {
  pack: RulePack<Exclude<Counting, "two-house">>;
  choices: readonly string[];
  decimals: number;
  /** Weights of an electorate that was given; a ballot may then bring none, or the same. */
  known: ReadonlyMap<string, bigint> | undefined;
};

type Read = { row: number; ballot: Ballot; id: string; weight: bigint };

/** More than anybody counts at once; a `count` may not make more ballots than this. */
const MOST = 10_000_000;

/** Reads ballots one by one; whatever is wrong with one refuses that one only. */
export function readBallots(written: unknown, rules: BallotRules, where: string): ReadBallots {
  const rows = rowsOf(written, where);
  const refused: RefusedBallot[] = [];
  const read: Read[] = [];
  rows.forEach((row, index) => {
    try {
      read.push(...readBallot(row, index + 1, rules));
      if (read.length > MOST) throw new Error("too many");
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.push({ row: index + 1, voter: nameOf(row, index + 1), why: error.message });
    }
  });
  const newest = keepNewest(read, refused);
  const history = read.filter(({ ballot }) => newest.has(ballot.voter)).map(({ ballot }) => ballot);
  const counted = [...newest.values()];
  refused.sort((a, b) => a.row - b.row);
  return {
    ballots: counted.map(({ ballot }) => ballot),
    history,
    weights: counted.map(({ ballot, weight }) => ({ voter: ballot.voter, weight })),
    replaced: history.length - counted.length,
    refused,
  };
}

function rowsOf(written: unknown, where: string): readonly unknown[] {
  if (Array.isArray(written)) return written;
  if (typeof written === "object" && written !== null)
    return Object.entries(written).map(([voter, choice]) => ({ voter, choice }));
  throw new Refusal(`${where}ballots is ${describe(written)}, not a list of ballots.`);
}

function readBallot(written: unknown, number: number, { pack, choices, decimals, known }: BallotRules): Read[] {
  const row = requireRow(written, "It");
  const isNamed = field(row, "voter", "address") !== undefined;
  const voter = isNamed ? readVoter(field(row, "voter", "address"), "It") : `ballot ${number}`;
  if (known !== undefined && !isNamed) throw new Refusal("It names no voter, and there is an electorate.");
  const at = readTime(field(row, "at", "timestamp", "created"), "Its time");
  const ballot = {
    voter,
    choice: readChoice(pack, choices, field(row, "choice")),
    ...(at === undefined ? {} : { at }),
  };
  const weight = weightOf(row, voter, decimals, known);
  const id = String(field(row, "id") ?? "");
  const count = field(row, "count");
  if (count === undefined) return [{ row: number, ballot, id, weight }];
  if (isNamed || typeof count !== "number" || !Number.isInteger(count) || count < 1 || count > MOST) {
    throw new Refusal(`Its count is ${describe(count)}: only ballots without a voter have one, a whole number.`);
  }
  return Array.from({ length: count }, (_, copy) => ({
    row: number,
    ballot: { ...ballot, voter: `${voter}.${copy + 1}` },
    id,
    weight,
  }));
}

function weightOf(row: Row, voter: string, decimals: number, known: ReadonlyMap<string, bigint> | undefined): bigint {
  const own = field(row, "weight", "vp", "balance");
  const weight = own === undefined ? undefined : readWeight(own, decimals, "It");
  if (known === undefined) return weight ?? 10n ** BigInt(decimals);
  const listed = known.get(voter);
  if (listed === undefined) throw new Refusal("Its voter is not in the electorate.");
  if (weight !== undefined && weight !== listed)
    throw new Refusal(`It says a weight of ${weight}, but the electorate says ${listed}.`);
  return listed;
}

/** Of each voter the newest by time, then by id; where nothing tells two apart neither counts, because their order must not. */
function keepNewest(read: readonly Read[], refused: RefusedBallot[]): Map<string, Read> {
  const newest = new Map<string, Read>();
  const unclear = new Map<string, Read[]>();
  for (const one of read) {
    const other = newest.get(one.ballot.voter);
    const difference = other === undefined ? 1 : compareAge(one, other);
    if (difference > 0) {
      newest.set(one.ballot.voter, one);
      unclear.delete(one.ballot.voter);
    } else if (difference === 0) unclear.set(one.ballot.voter, [...(unclear.get(one.ballot.voter) ?? []), one]);
  }
  for (const [voter, others] of unclear) {
    const all = [newest.get(voter) as Read, ...others];
    for (const { row } of all)
      refused.push({ row, voter, why: "This voter has several ballots, and nothing says which is the newest." });
    newest.delete(voter);
  }
  return newest;
}

function compareAge(a: Read, b: Read): number {
  // One without a time cannot be placed among those that have one.
  if ((a.ballot.at === undefined) !== (b.ballot.at === undefined)) return 0;
  const [first, second] = [a.ballot.at ?? 0, b.ballot.at ?? 0];
  if (first !== second) return first - second;
  if (a.id === b.id) return 0;
  if (/^\d+$/.test(a.id) && /^\d+$/.test(b.id))
    return BigInt(a.id) > BigInt(b.id) ? 1 : BigInt(a.id) < BigInt(b.id) ? -1 : 0;
  return a.id > b.id ? 1 : -1;
}

function nameOf(row: unknown, number: number): string {
  const voter = typeof row === "object" && row !== null ? field(row as Row, "voter", "address") : undefined;
  return typeof voter === "string" ? voter.slice(0, 80) : `ballot ${number}`;
}
