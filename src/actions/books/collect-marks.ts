import { listExecutedIn } from "../../../db/executions.ts";
import { findVote } from "../../../db/votes.ts";
import type { App } from "../../app.ts";
import type { Period } from "../../core/treasury/periods.ts";
import type { Statement } from "../../core/treasury/statement.ts";
import { describeLines } from "../calls/describe-action.ts";

/** What votes changed on chain in [from, to), oldest first, in words for the axis of a picture. */
export function collectMarks(app: App, span: Period): Statement["marks"] {
  return listExecutedIn(app.db, span).map(({ at, proposal }) => {
    const changes = findVote(app.db, proposal)?.actions.flatMap((action) => describeLines(app, action)) ?? [];
    const label = changes.map(({ title, after }) => `${title} → ${after}`).join(", ");
    return { at, label: label === "" ? `Proposal ${proposal}` : label };
  });
}
