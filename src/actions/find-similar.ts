import { listProposals } from "../../db/proposals.ts";
import type { App } from "../app.ts";
import { isMuchAlike } from "../core/governance/similar-titles.ts";
import { requireContent } from "./find-proposal.ts";

/** How far back it is looked for proposals that look alike. */
const RECENT = 100;

/** Earlier proposals that were shown and look much like this one: of the same parameter and value, or with much the same title. */
export function findSimilar(app: App, id: number): { id: number; title: string }[] {
  const { title, change } = requireContent(app, id);
  return listProposals(app.db, { limit: RECENT })
    .filter((other) => other.id < id && other.stage !== "draft")
    .map((other) => ({ id: other.id, content: requireContent(app, other.id) }))
    .filter(({ content }) =>
      change === undefined || content.change === undefined
        ? isMuchAlike(title, content.title)
        : content.change.parameter === change.parameter &&
          content.actions[0]?.after === requireContent(app, id).actions[0]?.after,
    )
    .map(({ id: other, content }) => ({ id: other, title: content.title }))
    .slice(0, 3);
}
