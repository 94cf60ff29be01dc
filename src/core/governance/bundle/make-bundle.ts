import type { Hex } from "viem";
import { canonical, sha256 } from "../../canonical.ts";
import { digestEvent, type EventFacts } from "../../event-chain.ts";
import type { CastBallot, Elector, GivenWeight } from "../count-vote.ts";
import { type FrozenProposal, hashedFacts } from "../proposal.ts";
import { formatExactShare } from "../share.ts";
import { BUNDLE_FORMAT, type Bundle, type BundleEvent } from "./bundle.ts";
import { compareElectors, compareGiven } from "./history.ts";

/** What a bundle is made of: a counted vote's stored rows, and every event from its opening to its closing. */
export type BundleFacts = {
  proposal: FrozenProposal & { hash: Hex };
  electors: readonly Elector[];
  delegations: readonly GivenWeight[];
  ballots: readonly (CastBallot & { reason: string | null })[];
  /** Signatures of wallets, by ballot. */
  signatures: ReadonlyMap<string, { wallet: string; signature: Hex }>;
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

function arrange({ proposal, electors, delegations, ballots, signatures, events }: BundleFacts): Omit<Bundle, "root"> {
  const all = events.map((event) => (event.proposal === proposal.id ? inFull(event) : skip(event)));
  const own = all.filter((one): one is BundleEvent => "body" in one);
  const cast = own.filter(({ kind }) => kind === "ballot-cast");
  const eventOf = new Map(cast.map(({ seq, body }) => [String(body["id"]), seq]));
  const admitted = admissions(own);
  const { history: _, ...result } = own.at(-1)?.body ?? {};
  return {
    format: BUNDLE_FORMAT,
    proposal: JSON.parse(canonical({ ...hashedFacts(proposal), hash: proposal.hash })),
    electors: electors.map((row) => elector(row, admitted.get(keyOf(row)))).sort(compareElectors),
    ...(delegations.length === 0 ? {} : { delegations: delegations.map(given).sort(compareGiven) }),
    ballots: ballots
      .map((row) => ({ ballot: row, order: BigInt(row.id) }))
      .sort((a, b) => (a.order < b.order ? -1 : 1))
      .map(({ ballot: { id, member, choice, reason, castAtMs } }) => ({
        ...{ id, member, choice: choice as Bundle["ballots"][number]["choice"], reason, castAtMs },
        ...gradeOf(signatures.get(id)),
        event: eventOf.get(id) ?? 0,
      })),
    before: events[0]?.previous ?? "0x",
    events: all,
    result: result as Bundle["result"],
  };
}

function gradeOf(signed: { wallet: string; signature: Hex } | undefined) {
  if (signed === undefined) return { grade: "discord" as const };
  return { grade: "wallet" as const, wallet: signed.wallet as Hex, signature: signed.signature };
}

function given({ from, to, share }: GivenWeight): { from: string; to: string; share: string } {
  return { from, to, share: formatExactShare(share) };
}

function inFull({ seq, at, kind, proposal, actor, body, hash }: BundleFacts["events"][number]): BundleEvent {
  return { seq, at, kind, proposal: proposal ?? 0, actor, body: JSON.parse(body), hash };
}

function skip(event: BundleFacts["events"][number]): Exclude<Bundle["events"][number], BundleEvent> {
  return { seq: event.seq, digest: digestEvent(event) };
}

function elector({ voter, member, weight, house }: Elector, admitted: number | undefined): Bundle["electors"][number] {
  return {
    ...{ voter, member, weight: weight.toString() },
    ...(house ? { house } : {}),
    ...(admitted === undefined ? {} : { admitted }),
  };
}

/** By which event an elector got a weight after the opening. */
function admissions(own: readonly BundleEvent[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { seq, kind, body } of own) {
    const rows = kind === "electors-admitted" ? (body["electors"] as { voter: string; house?: string }[]) : [];
    for (const row of rows) if (!found.has(keyOf(row))) found.set(keyOf(row), seq);
  }
  return found;
}

function keyOf({ voter, house }: { voter: string; house?: string | undefined }): string {
  return `${house ?? ""} ${voter}`;
}
