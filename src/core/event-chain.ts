import type { Hex } from "viem";
import { canonical, sha256 } from "./canonical.ts";

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

/** sha256 of the previous event's hash followed by this event's canonical JSON: no event can change without all later hashes. */
export function hashEvent(previous: Hex, { seq, at, kind, proposal, actor, body }: EventFacts): Hex {
  return sha256(previous + canonical({ seq, at, kind, proposal, actor, body }));
}
