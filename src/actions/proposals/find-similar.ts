import { listProposals } from "../../../db/proposals.ts";
import type { App } from "../../app.ts";
import type { Action } from "../../core/governance/proposal.ts";
import { isMuchAlike } from "../../core/governance/similar-titles.ts";
import { requireContent, wasShown } from "./find-proposal.ts";

/** How far back it is looked for proposals that look alike. */
const RECENT = 100;

/** Earlier proposals that were shown and look much like this one: those that ask for the very same calls, or polls with much the same title. */
export function findSimilar(app: App, id: number): { id: number; title: string }[] {
  const { title, actions } = requireContent(app, id);
  const calls = callsOf(actions);
  return listProposals(app.db, { limit: RECENT })
    .filter((other) => other.id < id && wasShown(app, other))
    .map((other) => ({ id: other.id, content: requireContent(app, other.id) }))
    .filter(({ content }) =>
      calls === "" || content.actions.length === 0
        ? isMuchAlike(title, content.title)
        : callsOf(content.actions) === calls,
    )
    .map(({ id: other, content }) => ({ id: other, title: content.title }))
    .slice(0, 3);
}

function callsOf(actions: readonly Action[]): string {
  return actions.map(({ target, value, calldata }) => `${target} ${value} ${calldata}`).join("\n");
}
