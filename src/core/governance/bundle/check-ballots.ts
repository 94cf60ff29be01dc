import { ballotLateness } from "../proposal.ts";
import { type Bundle, type BundleEvent, ownEvents } from "./bundle.ts";

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
  const problems: string[] = [];
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
    else if (event.body["weight"] !== weightAt(ballot.member, event.seq).toString())
      wrong(`weighed ${String(event.body["weight"])} when it was cast, not what its electors say.`);
    const late = ballotLateness(ballot.castAtMs, proposal);
    if (late !== undefined || madeAtMs(ballot.id) !== BigInt(ballot.castAtMs))
      wrong("was not cast when it says, or not in time.");
  }
  for (const { seq, actor } of cast.values())
    problems.push(`ballots lack the one of ${actor} that event ${seq} recorded.`);
  return problems;
}

function agrees(
  { id, member, choice, reason, castAtMs }: Row,
  { actor, body }: BundleEvent,
  proposal: number,
): boolean {
  const said = { id, proposal, member, choice, reason, castAtMs };
  // Besides these, the event holds the weight and a salt.
  const isComplete = Object.keys(body).length === Object.keys(said).length + 2;
  return actor === member && isComplete && Object.entries(said).every(([key, value]) => body[key] === value);
}

function madeAtMs(id: string): bigint {
  return (BigInt(id) >> 22n) + DISCORD_EPOCH_MS;
}

/** A member's whole weight at an event: rows admitted later do not count yet. */
function weights({ electors }: Bundle): (member: string, seq: number) => bigint {
  const rows = new Map<string, Bundle["electors"]>();
  for (const row of electors) rows.set(row.member, [...(rows.get(row.member) ?? []), row]);
  return (member, seq) =>
    (rows.get(member) ?? [])
      .filter(({ admitted = 0 }) => admitted <= seq)
      .reduce((sum, { weight }) => sum + BigInt(weight), 0n);
}
