import type { Hex } from "viem";
import { canonical, sha256 } from "../../canonical.ts";
import { digestEvent, type EventFacts } from "../../event-chain.ts";
import type { BallotChoice } from "../ballot.ts";
import type { FrozenProposal } from "../proposal.ts";
import type { Elector } from "../tally.ts";
import { BUNDLE_FORMAT, type Bundle, type BundleEvent } from "./bundle.ts";

/** What a bundle is made of: a counted vote's stored rows, and every event from its opening to its closing. */
export type BundleFacts = {
  proposal: FrozenProposal & { hash: Hex };
  electors: readonly Elector[];
  ballots: readonly { id: string; member: string; choice: BallotChoice; reason: string | null; castAtMs: number }[];
  events: readonly (EventFacts & { previous: Hex; hash: Hex })[];
};

/** A bundle as it is written to a file, and the root by which it is known. */
export type WrittenBundle = { text: string; root: Hex };

/** Writes the bundle of a closed vote; the same facts give the same bytes. */
export function writeBundle(facts: BundleFacts): WrittenBundle {
  const bundle = arrange(facts);
  const root = rootOf(bundle);
  return { text: canonical({ ...bundle, root }), root };
}

/** sha256 of the canonical JSON of all of a bundle but its root. */
export function rootOf(bundle: Readonly<Record<string, unknown>>): Hex {
  const { root: _, ...rest } = bundle;
  return sha256(canonical(rest));
}

/** The root of a bundle as it was written, from its bytes alone; undefined where they do not give the root they end with. */
export function rootOfText(text: string, root: Hex): Hex | undefined {
  const end = `,"root":"${root}"}`;
  const written = text.trimEnd();
  if (!written.endsWith(end)) return undefined;
  return sha256(`${written.slice(0, -end.length)}}`) === root ? root : undefined;
}

function arrange({ proposal, electors, ballots, events }: BundleFacts): Omit<Bundle, "root"> {
  const all = events.map((event) => (event.proposal === proposal.id ? inFull(event) : skip(event)));
  const own = all.filter((one): one is BundleEvent => "body" in one);
  const cast = own.filter(({ kind }) => kind === "ballot-cast");
  const eventOf = new Map(cast.map(({ seq, body }) => [String(body["id"]), seq]));
  const admitted = admissions(own, proposal.electorate.source.kind === "role");
  const { history: _, ...result } = own.at(-1)?.body ?? {};
  const { id, server, author, title, body, actions, actionsHash, rulePack, electorate } = proposal;
  const { description, predicted, openedAt, closesAt, hash } = proposal;
  const frozen = { id, server, author, title, body, actions, actionsHash, rulePack, electorate };
  return {
    format: BUNDLE_FORMAT,
    proposal: JSON.parse(canonical({ ...frozen, description, predicted, openedAt, closesAt, hash })),
    electors: electors.map((row) => elector(row, admitted.get(row.voter))).sort(byText(({ voter }) => voter)),
    ballots: ballots
      .map((row) => ({ ballot: row, order: BigInt(row.id) }))
      .sort((a, b) => (a.order < b.order ? -1 : 1))
      .map(({ ballot: { id, member, choice, reason, castAtMs } }) => ({
        ...{ id, member, choice, reason, castAtMs },
        grade: "discord" as const,
        event: eventOf.get(id) ?? 0,
      })),
    before: events[0]?.previous ?? "0x",
    events: all,
    result: result as Bundle["result"],
  };
}

function inFull({ seq, at, kind, proposal, actor, body, hash }: BundleFacts["events"][number]): BundleEvent {
  return { seq, at, kind, proposal: proposal ?? 0, actor, body: JSON.parse(body), hash };
}

function skip(event: BundleFacts["events"][number]): Exclude<Bundle["events"][number], BundleEvent> {
  return { seq: event.seq, digest: digestEvent(event) };
}

function elector({ voter, member, weight }: Elector, admitted: number | undefined): Bundle["electors"][number] {
  return { voter, member, weight: weight.toString(), ...(admitted === undefined ? {} : { admitted }) };
}

/** By which event a voter got a weight after the opening: an admission, or the first ballot where a role votes. */
function admissions(own: readonly BundleEvent[], isRole: boolean): Map<string, number> {
  const found = new Map<string, number>();
  for (const { seq, kind, actor, body } of own) {
    const voters =
      kind === "electors-admitted"
        ? (body["electors"] as { voter: string }[]).map(({ voter }) => voter)
        : kind === "ballot-cast" && isRole
          ? [actor]
          : [];
    for (const voter of voters) if (!found.has(voter)) found.set(voter, seq);
  }
  return found;
}

function byText<T>(read: (row: T) => string): (a: T, b: T) => number {
  return (a, b) => (read(a) < read(b) ? -1 : 1);
}
