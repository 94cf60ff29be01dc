import { Refusal } from "../../../errors.ts";
import { canonical } from "../../canonical.ts";
import { byPlace } from "../ballots/pack-choice.ts";
import { admitChoice, type WrittenChoice } from "../ballots/written-choice.ts";
import { isFinal } from "../moments.ts";
import { ballotLateness } from "../proposal.ts";
import type { Counting, RulePack } from "../rule-pack.ts";
import { type Bundle, type BundleEvent, ownEvents } from "./bundle.ts";
import { endOf } from "./end-of.ts";
import { readFrozenPack } from "./read-frozen-pack.ts";

/** Discord's ids hold the millisecond they were made at, counted from the begin of 2015. */
const DISCORD_EPOCH_MS = 1_420_070_400_000n;

type Row = Bundle["ballots"][number];

/** What is wrong with the ballots: each has its event, each event its ballot, both say the same, and each was in time. */
export function checkBallots(bundle: Bundle): string[] {
  const { ballots, proposal } = bundle;
  const cast = new Map(
    ownEvents(bundle)
      .filter(({ kind }) => kind === "ballot-cast")
      .map((event) => [event.seq, event]),
  );
  const weightAt = weights(bundle);
  const pack = readFrozenPack(proposal.rulePack);
  const times = { openedAt: proposal.openedAt, closesAt: endOf(bundle) };
  const problems: string[] = [];
  const voted = new Set<string>();
  let above = 0n;
  for (const [index, ballot] of ballots.entries()) {
    const wrong = (what: string) =>
      problems.push(`ballots row ${index + 1} (${ballot.id} of ${ballot.member}) ${what}`);
    if (BigInt(ballot.id) <= above) wrong("is there twice, or not in its place.");
    above = BigInt(ballot.id);
    const event = cast.get(ballot.event);
    cast.delete(ballot.event);
    if (event === undefined) wrong("has no event of its own: nothing recorded it.");
    else if (!agrees(ballot, event, proposal.id)) wrong(`is not what event ${event.seq} recorded.`);
    else if (canonical(event.body["weight"] ?? null) !== canonical(weightAt(ballot.member, event.seq)))
      wrong("weighed something else when it was cast than its electors say.");
    if (!isKept(pack, proposal.choices ?? [], ballot.choice)) wrong("says what the rules do not know.");
    if (voted.has(ballot.member) && isFinal(pack))
      wrong("follows another of the same member, by rules under which a ballot stands.");
    voted.add(ballot.member);
    const late = ballotLateness(ballot.castAtMs, times);
    if (late !== undefined || madeAtMs(ballot.id) !== BigInt(ballot.castAtMs))
      wrong("was not cast when it says, or not in time.");
  }
  for (const { seq, actor } of cast.values())
    problems.push(`ballots lack the one of ${actor} that event ${seq} recorded.`);
  return problems;
}

function isKept(pack: RulePack<Counting>, names: readonly string[], choice: unknown): boolean {
  try {
    return canonical(admitChoice(pack, names, byPlace(choice as WrittenChoice))) === canonical(choice);
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function agrees(
  { id, member, choice, reason, castAtMs }: Row,
  { actor, body }: BundleEvent,
  proposal: number,
): boolean {
  const said: Record<string, unknown> = { id, proposal, member, reason, castAtMs };
  // Besides these, the event holds the choice, the weight and a salt.
  const isComplete = Object.keys(body).length === Object.keys(said).length + 3;
  const isSame = canonical(body["choice"] ?? null) === canonical(choice);
  return actor === member && isComplete && isSame && Object.entries(said).every(([key, value]) => body[key] === value);
}

function madeAtMs(id: string): bigint {
  return (BigInt(id) >> 22n) + DISCORD_EPOCH_MS;
}

/** A member's whole weight at an event, or the weight in each house: rows admitted later do not count yet. */
function weights({ electors, proposal }: Bundle): (member: string, seq: number) => string | Record<string, string> {
  const rows = new Map<string, Bundle["electors"]>();
  for (const row of electors) {
    const own = rows.get(row.member);
    if (own) own.push(row);
    else rows.set(row.member, [row]);
  }
  const { source } = proposal.electorate;
  const sumOf = (own: Bundle["electors"]) => own.reduce((sum, { weight }) => sum + BigInt(weight), 0n).toString();
  return (member, seq) => {
    const own = (rows.get(member) ?? []).filter(({ admitted = 0 }) => admitted <= seq);
    if (source.kind !== "houses") return sumOf(own);
    const names = Object.keys(source.houses);
    return Object.fromEntries(names.map((name) => [name, sumOf(own.filter(({ house }) => house === name))]));
  };
}
