import { addEvent } from "../../../db/events.ts";
import { findHeartbeat, setHeartbeat } from "../../../db/heartbeat.ts";
import { immediate } from "../../../db/open.ts";
import { findVote, type VoteRow } from "../../../db/votes.ts";
import type { App } from "../../app.ts";
import { countVote } from "../../core/governance/count-vote.ts";
import { findUncountedVotes } from "./find-open-votes.ts";
import { findEnd, moveEnd } from "./move-end.ts";
import { readVoteFacts } from "./vote-facts.ts";

/**
 * Notes since when Steward has been up, and what it missed: votes whose rules make up for an outage get their end moved. Must
 * run before a count is taken. A clock that was set is no outage: what counts is whether the session to Discord broke.
 */
export function noteOutages(app: App): void {
  const since = app.discord.connectedSince();
  if (!app.discord.connected() || since === undefined) return;
  const last = findHeartbeat(app.db);
  immediate(app.db, () => {
    if (last !== undefined && since > last) for (const { id } of findUncountedVotes(app)) tryNote(app, id, last, since);
    setHeartbeat(app.db, app.now());
  });
}

/** A vote that cannot be counted must not keep the others from being given their time, and from being counted. */
function tryNote(app: App, id: number, from: number, to: number): void {
  try {
    immediate(app.db, () => note(app, id, from, to));
  } catch (error) {
    app.log.error(`could not note an outage of the vote on proposal #${id}`, { error });
  }
}

function note(app: App, id: number, from: number, to: number): void {
  const vote = findVote(app.db, id);
  const pack = vote?.rulePack;
  if (vote === undefined || pack === undefined || pack.counting === "two-house" || pack.outage === undefined) return;
  const [begin, end] = [Math.max(from, vote.openedAt), Math.min(to, findEnd(app, vote))];
  if (end - begin <= pack.outage.longerThanSeconds) return;
  addEvent(app.db, { at: app.now(), kind: "outage-noted", proposal: id, body: { from, to } });
  const moved = endByRules(app, vote);
  if (moved > findEnd(app, vote)) moveEnd(app, vote, moved, "outage");
}

function endByRules(app: App, vote: VoteRow): number {
  return countVote(readVoteFacts(app, vote)).deadline?.closesAt ?? vote.closesAt;
}
