import { listEventsOfKind } from "../../../db/events.ts";
import type { App } from "../../app.ts";

/** Who stands behind a proposal, in the order they came, and what they had together when it was last looked. */
export type Sponsors = {
  members: readonly string[];
  /** The roles each carried when coming. */
  roles: ReadonlyMap<string, readonly string[]>;
  weight: bigint | undefined;
};

const KINDS = ["sponsored", "sponsorship-ended", "sponsors-weighed"];

/** The sponsors of a proposal, from what was recorded. */
export function listSponsors(app: App, id: number): Sponsors {
  const sponsors = new Map<string, readonly string[]>();
  let weight: bigint | undefined;
  for (const { kind, actor, body } of listEventsOfKind(app.db, id, KINDS)) {
    if (kind === "sponsored") sponsors.set(actor, (JSON.parse(body) as { roles: string[] }).roles);
    else if (kind === "sponsorship-ended") sponsors.delete(actor);
    else weight = BigInt((JSON.parse(body) as { weight: string }).weight);
  }
  return { members: [...sponsors.keys()], roles: sponsors, weight };
}
