import { listInStage } from "../db/proposals.ts";
import { advanceProposal } from "../src/actions/proposals/advance-proposal.ts";
import { requireContent } from "../src/actions/proposals/find-proposal.ts";
import { weighSponsors } from "../src/actions/proposals/sponsor-proposal.ts";
import { reportFailures, runEach } from "../src/actions/run-each.ts";
import type { App } from "../src/app.ts";
import type { Job } from "../src/scheduler/scheduler.ts";

/** Takes proposals through what comes before their vote: weighs sponsors, ends reviews, opens votes. */
export const advanceProposals: Job = {
  name: "advance-proposals",
  schedule: "* * * * *",
  run: async (app) => {
    const before = listInStage(app.db, ["sponsoring", "review", "pending"]);
    const sponsored = before.filter(({ id, stage }) => stage !== "pending" && hasSponsors(app, id));
    const weighed = await runEach(app, sponsored, "weigh the sponsors of", ({ id }) => weighSponsors(app, id));
    const due = listInStage(app.db, ["review", "pending"]).filter(({ until }) => until !== null && until <= app.now());
    let advanced = 0;
    const moved = await runEach(app, due, "advance", async ({ id }) => {
      if (await advanceProposal(app, id)) advanced += 1;
    });
    reportFailures(...weighed, ...moved);
    const next = listInStage(app.db, ["review", "pending"])[0]?.until;
    return {
      did: { advanced },
      ...(next == null ? {} : { again: next > app.now() ? next : app.now() + RETRY }),
    };
  },
};

/** Seconds until what could not be opened is tried again. */
const RETRY = 30;

function hasSponsors(app: App, id: number): boolean {
  return requireContent(app, id).rulePack.life?.sponsorship !== undefined;
}
