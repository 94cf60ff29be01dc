import { listRevisions } from "../../../db/proposals.ts";
import type { App } from "../../app.ts";
import { writeAsk } from "../../core/governance/ask.ts";
import {
  type ProposalContent,
  type ProposalState,
  type Stage,
  stagesBefore,
} from "../../core/governance/life-stage.ts";
import type { Counting, RulePack } from "../../core/governance/rule-pack.ts";
import type { Scrutiny } from "../../core/governance/scrutiny.ts";
import { describeLines } from "../calls/describe-action.ts";
import { findScrutiny } from "../calls/scrutinize.ts";
import { findObstacle } from "./advance-proposal.ts";
import { type ChangeView, type EndedView, findEnded } from "./describe-proposal.ts";
import { requireContent, requireProposal } from "./find-proposal.ts";
import { findSimilar } from "./find-similar.ts";
import { listSponsors } from "./list-sponsors.ts";

/** What one edit changed, line by line. */
export type EditView = { at: number; lines: readonly { what: string; before: string; after: string }[] };

/** Everything said about a proposal that has not come to its vote. */
export type DraftView = {
  id: number;
  title: string;
  body: string;
  author: string;
  state: ProposalState;
  since: number;
  /** When its stage ends by itself. */
  until: number | undefined;
  changes: readonly ChangeView[];
  /** What was found in its calls when they were last looked at; undefined where it asks for none, or nobody looked. */
  scrutiny: Scrutiny | undefined;
  choices: readonly string[];
  rulePack: RulePack<Counting>;
  electorate: ProposalContent["electorate"];
  votingSeconds: number;
  sponsors: readonly string[];
  /** What sponsors had together when it was last looked, in smallest units; undefined before. */
  sponsored: bigint | undefined;
  edits: readonly EditView[];
  /** Earlier proposals that look much like it. */
  similar: readonly { id: number; title: string }[];
  ended: EndedView | undefined;
  /** Why its vote, which is due, could not be opened. */
  obstacle: string | undefined;
};

/** A proposal before its vote, or one that never came to it. */
export function describeDraft(app: App, id: number): DraftView {
  const { author, stage, since, until } = requireProposal(app, id);
  const { title, body, choices, actions, rulePack, electorate, votingSeconds } = requireContent(app, id);
  const { members, weight } = listSponsors(app, id);
  return {
    ...{ id, title, body, author, since, choices, rulePack, electorate, votingSeconds },
    state: stage as ProposalState,
    until: until ?? undefined,
    changes: actions.flatMap((action) => describeLines(app, action)),
    scrutiny: findScrutiny(app, id),
    sponsors: members,
    sponsored: weight,
    edits: listEdits(app, id),
    similar: findSimilar(app, id),
    ended: findEnded(app, id),
    obstacle: stage === "review" || stage === "pending" ? findObstacle(app, id) : undefined,
  };
}

/** Whether a stage comes before the vote. */
export function isBefore(stage: Stage): boolean {
  return stagesBefore.some((before) => before === stage);
}

/** What each edit changed since the first writing, oldest first. */
export function listEdits(app: App, id: number): EditView[] {
  const revisions = listRevisions(app.db, id);
  return revisions.slice(1).map(({ at, content }, index) => {
    const before = revisions[index]?.content ?? content;
    const pairs: [string, string, string][] = [
      ["Title", before.title, content.title],
      ["Reason", before.body, content.body],
      ["Choices", before.choices.join("; "), content.choices.join("; ")],
      // The title of one change says it; it does not name a recipient, nor what comes after the first of several.
      ...(content.asks.length > 1 || before.title === content.title
        ? ([["Asks for", asksOf(before), asksOf(content)]] satisfies [string, string, string][])
        : []),
    ];
    const lines = pairs
      .filter(([, was, is]) => was !== is)
      .map(([what, was, is]) => ({ what, before: was, after: is }));
    return { at, lines };
  });
}

function asksOf({ asks }: ProposalContent): string {
  return asks.map(writeAsk).join("; ");
}
