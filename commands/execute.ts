import { describePreparedHandoff } from "../src/actions/handoffs/describe-handoff.ts";
import { issueHandoffPage, issuePermitPage } from "../src/actions/handoffs/handoff-page.ts";
import { askHandoff, describePermit, needsPermit, permitHandoff } from "../src/actions/handoffs/permit-handoff.ts";
import { prepareHandoff } from "../src/actions/handoffs/prepare-handoff.ts";
import { listProposals } from "../src/actions/proposals/describe-proposal.ts";
import type { App } from "../src/app.ts";
import { handoffCard } from "../src/discord/cards/handoff.ts";
import { askedReply, permitCard } from "../src/discord/cards/handoff-permit.ts";
import { proposalChoices } from "../src/discord/cards/proposals.ts";
import { signatureForm } from "../src/discord/cards/typed-text.ts";
import { command, type Member } from "../src/discord/command.ts";

/** A hand-off for the treasurer who asked, with a page for their own wallet where members reach pages. */
function handoffReply(app: App, id: number, member: Member) {
  return handoffCard(describePreparedHandoff(app, id), { page: issueHandoffPage(app, id, member) });
}

/** Every one listed is counted anew, so that a keystroke must not ask for all there ever were. */
const RECENT = 200;

/** `/execute`: the prepared call of a passed vote, for the treasurer's own wallet; where two treasurers are needed, the second permits it first. */
export const execute = command({
  data: {
    name: "execute",
    description: "Get the call that takes a passed vote to the chain, for your own wallet to sign",
    options: { proposal: { type: "integer", description: "Which passed proposal", required: true, min: 1 } },
  },
  audience: "treasurer",
  autocomplete: {
    proposal: (app, { typed }) => {
      const ready = listProposals(app, { limit: RECENT }).filter(
        ({ state, asksChain }) => asksChain && (state === "passed" || state === "handed-off"),
      );
      return proposalChoices(ready, typed);
    },
  },
  async run(app, { member, interaction, options: { proposal } }) {
    const request = { interaction, proposal, treasurer: member.id, roles: member.roles };
    if (needsPermit(app, proposal)) return askedReply(app, await askHandoff(app, request));
    const { id } = await prepareHandoff(app, request);
    return handoffReply(app, id, member);
  },
  buttons: {
    "permit-handoff": {
      on: "card",
      run(app, { member, seal, args: [asked = ""] }) {
        const view = describePermit(app, { asked: Number(asked), treasurer: member.id, roles: member.roles });
        return permitCard(view, seal, issuePermitPage(app, view.asked.id, member));
      },
    },
    "paste-permit": {
      on: "personal",
      run(app, { member, seal, args: [asked = ""] }) {
        describePermit(app, { asked: Number(asked), treasurer: member.id, roles: member.roles });
        return { modal: signatureForm(seal("permit-signature", asked)) };
      },
    },
  },
  modals: {
    "permit-signature": {
      async run(app, { member, interaction, args: [asked = ""], fields }) {
        const signature = fields["signature"] ?? "";
        const who = { interaction, treasurer: member.id, roles: member.roles };
        const { id } = await permitHandoff(app, { ...who, asked: Number(asked), signature });
        return { ...handoffReply(app, id, member), replace: true };
      },
    },
  },
});
