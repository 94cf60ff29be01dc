import { requireContent } from "../../actions/proposals/find-proposal.ts";
import type { Sponsored } from "../../actions/proposals/sponsor-proposal.ts";
import type { App } from "../../app.ts";
import type { Reply } from "../command.ts";
import { say } from "../reply.ts";
import { formatWeight } from "./weight.ts";

/** What a member is told who came to stand behind a proposal, or left it. */
export function sponsoredReply(app: App, id: number, { stage, sponsors, weight, needed }: Sponsored): Reply {
  const { source } = requireContent(app, id).electorate;
  const who = `Proposal #${id} has ${sponsors} ${sponsors === 1 ? "sponsor" : "sponsors"}`;
  if (weight === undefined)
    return say("good", `${who}. What they have together is weighed as soon as the chain can be read.`);
  const asked = needed === undefined ? "" : ` of ${formatWeight(needed, source)} needed`;
  const next =
    stage === "sponsoring"
      ? "It looks for more sponsors."
      : stage === "withdrawn"
        ? "That is less than it takes, so it is withdrawn."
        : "It goes on its way.";
  return say("good", `${who}: ${formatWeight(weight, source)}${asked}. ${next}`);
}
