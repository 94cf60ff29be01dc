import type { Hex } from "viem";
import { canonical, hashOf, sha256 } from "./canonical.ts";

/** What an event says, and where it stands in the chain. */
export type EventFacts = {
  seq: number;
  at: number;
  kind: string;
  proposal: number | null;
  /** Discord id of whoever did it; empty when Steward did. */
  actor: string;
  /** Canonical JSON. */
  body: string;
};

/** What the first event is chained to. */
export const GENESIS: Hex = `0x${"0".repeat(64)}`;

/** sha256 of an event's canonical JSON: stands for an event in the chain where its words are nobody's business. */
export function digestEvent({ seq, at, kind, proposal, actor, body }: EventFacts): Hex {
  return hashOf({ seq, at, kind, proposal, actor, body });
}

/** sha256 of the previous event's hash followed by an event's digest: no event can change without all later hashes. */
export function linkEvent(previous: Hex, digest: Hex): Hex {
  return sha256(previous + digest);
}

/** The hash of an event that follows the one with the hash given. */
export function hashEvent(previous: Hex, facts: EventFacts): Hex {
  return linkEvent(previous, digestEvent(facts));
}

/** Whether an event's hash is right after the previous one; events written before there were digests hold their JSON itself. */
export function fitsChain(previous: Hex, { hash, ...facts }: EventFacts & { hash: Hex }): boolean {
  const { seq, at, kind, proposal, actor, body } = facts;
  return (
    hash === hashEvent(previous, facts) ||
    hash === sha256(previous + canonical({ seq, at, kind, proposal, actor, body }))
  );
}
