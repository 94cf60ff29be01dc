import { listEventsOfKind } from "../../db/events.ts";
import type { App } from "../app.ts";

/** Who stands behind a proposal, in the order they came, and what they had together when it was last looked. */
export type Sponsors = { members: readonly string[]; weight: bigint | undefined };

/** The sponsors of a proposal, from what was recorded. */
export function listSponsors(app: App, id: number): Sponsors {
  const members = new Set<string>();
  let weight: bigint | undefined;
  for (const { kind, actor, body } of listEventsOfKind(app.db, id, [
    "sponsored",
    "sponsorship-ended",
    "sponsors-weighed",
  ])) {
    if (kind === "sponsored") members.add(actor);
    else if (kind === "sponsorship-ended") members.delete(actor);
    else weight = BigInt((JSON.parse(body) as { weight: string }).weight);
  }
  return { members: [...members], weight };
}
