import { listEventsOfKind } from "../../../db/events.ts";
import type { HandoffRow } from "../../../db/handoffs.ts";
import type { VoteRow } from "../../../db/votes.ts";
import type { App } from "../../app.ts";
import type { Mandate, Survey } from "../../executors/executor.ts";

/** What was read of the executor when the vote opened; nothing for votes older than that. */
export function frozenSurvey({ predicted }: VoteRow): Survey {
  return predicted[0]?.survey ?? {};
}

/** What a hand-off was prepared with: what was frozen, or what had to take its place. */
export function handoffSurvey(app: App, { id }: HandoffRow, vote: VoteRow): Survey {
  for (const { body } of listEventsOfKind(app.db, vote.id, ["handed-off"])) {
    const { handoff, survey } = JSON.parse(body) as { handoff: number; survey?: Survey };
    if (handoff === id && survey !== undefined) return survey;
  }
  return frozenSurvey(vote);
}

/** All that a vote hands off, by what its executor was when that was read. */
export function mandateOf({ actions, description }: VoteRow, survey: Survey): Mandate {
  return { actions, description, survey };
}
