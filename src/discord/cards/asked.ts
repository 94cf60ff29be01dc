import { beginProposal } from "../../actions/proposals/begin-proposal.ts";
import { editProposal } from "../../actions/proposals/edit-proposal.ts";
import { requireContent } from "../../actions/proposals/find-proposal.ts";
import type { App } from "../../app.ts";
import type { Ask } from "../../core/governance/ask.ts";
import type { Caller, Reply } from "../command.ts";
import { begunReply } from "./begun.ts";

/** How an ask is to be taken up: why, as a draft, or as one more thing that an earlier draft asks for. */
export type AskOptions = { reason?: string | undefined; draft?: boolean | undefined; into?: number | undefined };

/** The options that every command has which asks the chain for something. */
export const askOptions = {
  reason: { type: "string", description: "Why? Members read it on the card", maxLength: 2_000 },
  draft: { type: "boolean", description: "Keep it as a draft that only you see, until you submit it" },
  into: { type: "integer", description: "Add it to this proposal of yours, which is not voted on yet", min: 1 },
} as const;

/** Takes up an ask: as a proposal of its own, or into one of the member's that is not voted on yet. */
export async function takeUp(app: App, { member, interaction }: Caller, ask: Ask, options: AskOptions): Promise<Reply> {
  const asker = { interaction, author: member.id, roles: member.roles };
  const { reason, draft, into } = options;
  if (into === undefined) return begunReply(app, await beginProposal(app, { ...asker, draft, asks: [ask], reason }));
  const edit = { asks: [...requireContent(app, into).asks, ask], reason };
  return begunReply(app, await editProposal(app, { ...asker, proposal: into, edit }));
}
