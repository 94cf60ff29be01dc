import { type WrittenBundle, writeBundle } from "../src/core/governance/bundle/make-bundle.ts";
import { Refusal } from "../src/errors.ts";
import { listBallots, listSignatures } from "./ballots.ts";
import { listVoteDelegations } from "./delegations.ts";
import { listElectors } from "./electors.ts";
import { findEvent, listEventsBetween } from "./events.ts";
import type { Db } from "./open.ts";
import { findProposal } from "./proposals.ts";
import { findVote } from "./votes.ts";

/** The bundle of a counted vote from stored rows alone, the same bytes whenever it is asked for; Refusal where there is none. */
export function readBundle(db: Db, id: number): WrittenBundle {
  if (findProposal(db, id) === undefined) throw new Refusal(`There is no proposal #${id}.`);
  const vote = findVote(db, id);
  const [opened, closed] = [findEvent(db, id, "proposal-opened"), findEvent(db, id, "vote-closed")];
  if (vote === undefined || opened === undefined || closed === undefined)
    throw new Refusal(`The vote on #${id} has not been counted yet.`);
  const server = findServer(opened.body);
  if (server === undefined)
    throw new Refusal(`The vote on #${id} was opened by a Steward that did not make bundles yet.`);
  return writeBundle({
    proposal: { ...vote, server },
    electors: listElectors(db, id),
    delegations: listVoteDelegations(db, id),
    signatures: listSignatures(db, id),
    ballots: listBallots(db, id),
    events: listEventsBetween(db, opened.seq, closed.seq),
  });
}

/** Whether a vote was opened with all that its bundle will need. */
export function canBundle(db: Db, id: number): boolean {
  const opened = findEvent(db, id, "proposal-opened");
  return opened !== undefined && findServer(opened.body) !== undefined;
}

function findServer(body: string): string | undefined {
  const { server } = JSON.parse(body) as { server?: unknown };
  return typeof server === "string" ? server : undefined;
}
