import { findCurrentBallot } from "../../../db/ballots.ts";
import { listVoteDelegations } from "../../../db/delegations.ts";
import { listElectorsOf } from "../../../db/electors.ts";
import { addOutbox, raiseRevision } from "../../../db/outbox.ts";
import { listSubscribers } from "../../../db/subscribers.ts";
import type { VoteRow } from "../../../db/votes.ts";
import type { App } from "../../app.ts";
import type { Counting, RulePack } from "../../core/governance/rule-pack.ts";
import { findEnd } from "./move-end.ts";

/**
 * Tells those whose delegate has voted, who asked to be told and have not voted themselves, while they can still take their
 * weight back; once for each delegate, brought up to date when either of them votes. Belongs into the ballot's transaction.
 */
export function noteDelegateVote(app: App, vote: VoteRow, voter: string): void {
  // What a secret vote's ballots say is nobody's business before its end.
  if (vote.rulePack.secret) return;
  const houses = overridingHouses(vote.rulePack).map(({ house }) => house);
  if (houses.length === 0) return;
  for (const { to } of listVoteDelegations(app.db, vote.id, { from: voter }))
    raiseRevision(app.db, keyOf(vote.id, voter, to));
  const givers = listVoteDelegations(app.db, vote.id, { to: voter });
  if (givers.length === 0) return;
  const subscribed = new Set(listSubscribers(app.db));
  for (const { from } of givers) {
    if (!subscribed.has(from) || findCurrentBallot(app.db, vote.id, from) !== undefined) continue;
    const electors = listElectorsOf(app.db, vote.id, from);
    if (!electors.some(({ house, weight }) => houses.includes(house) && weight > 0n)) continue;
    const key = keyOf(vote.id, from, voter);
    addOutbox(app.db, {
      key,
      kind: "delegate-voted",
      refs: { proposal: vote.id, delegator: from, delegate: voter },
      destination: `member:${from}`,
      now: app.now(),
      validUntil: findEnd(app, vote),
    });
    raiseRevision(app.db, key);
  }
}

/** Where whoever gave weight away takes it back by voting: houses with their titles, the one nameless where there are none. */
export function overridingHouses(pack: RulePack<Counting>): { house: string; title: string }[] {
  const houses = pack.counting === "two-house" ? Object.entries(pack.houses) : [["", pack] as const];
  return houses.flatMap(([house, { title, delegation }]) => (delegation?.override ? [{ house, title }] : []));
}

function keyOf(proposal: number, delegator: string, delegate: string): string {
  return `delegate-voted:${proposal}:${delegator}:${delegate}`;
}
