import { findCurrentBallot } from "../../db/ballots.ts";
import { listVoteDelegations } from "../../db/delegations.ts";
import { addOutbox, raiseRevision } from "../../db/outbox.ts";
import { listSubscribers } from "../../db/subscribers.ts";
import type { VoteRow } from "../../db/votes.ts";
import type { App } from "../app.ts";
import type { Counting, RulePack } from "../core/governance/rule-pack.ts";
import { findEnd } from "./move-end.ts";

/**
 * Tells those whose delegate has voted, who asked to be told and have not voted themselves, while they can still take their
 * weight back; once for each delegate, brought up to date when the delegate votes anew. Belongs into the ballot's transaction.
 */
export function noteDelegateVote(app: App, vote: VoteRow, delegate: string): void {
  // What a secret vote's ballots say is nobody's business before its end.
  if (vote.rulePack.secret || !letsOverride(vote.rulePack)) return;
  const givers = listVoteDelegations(app.db, vote.id).filter(({ to }) => to === delegate);
  if (givers.length === 0) return;
  const subscribed = new Set(listSubscribers(app.db));
  for (const { from } of givers) {
    if (!subscribed.has(from) || findCurrentBallot(app.db, vote.id, from) !== undefined) continue;
    const key = `delegate-voted:${vote.id}:${from}:${delegate}`;
    addOutbox(app.db, {
      key,
      kind: "delegate-voted",
      refs: { proposal: vote.id, delegate },
      destination: `member:${from}`,
      now: app.now(),
      validUntil: findEnd(app, vote),
    });
    raiseRevision(app.db, key);
  }
}

function letsOverride(pack: RulePack<Counting>): boolean {
  if (pack.counting !== "two-house") return pack.delegation?.override === true;
  return Object.values(pack.houses).some(({ delegation }) => delegation?.override === true);
}
