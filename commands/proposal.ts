import { submitProposal } from "../src/actions/proposals/begin-proposal.ts";
import { listProposals } from "../src/actions/proposals/describe-proposal.ts";
import { editProposal } from "../src/actions/proposals/edit-proposal.ts";
import { cancelProposal, vetoProposal, withdrawProposal } from "../src/actions/proposals/end-proposal.ts";
import { sponsorProposal } from "../src/actions/proposals/sponsor-proposal.ts";
import type { App } from "../src/app.ts";
import type { Stage } from "../src/core/governance/life-stage.ts";
import { begunReply } from "../src/discord/cards/begun.ts";
import { editForm, readEdit } from "../src/discord/cards/edit-form.ts";
import { proposalChoices } from "../src/discord/cards/proposals.ts";
import { sponsoredReply } from "../src/discord/cards/sponsored.ts";
import { command, type Member } from "../src/discord/command.ts";
import { say } from "../src/discord/reply.ts";

const proposal = { type: "integer", description: "Which proposal", required: true, min: 1 } as const;
const reason = { type: "string", description: "Why? Everybody reads it", required: true, maxLength: 500 } as const;

const BEFORE: readonly Stage[] = ["draft", "sponsoring", "review", "pending"];

/** In which stages a subcommand means something, and whether only for one's own. */
const meant: Readonly<Record<string, { stages: readonly Stage[]; own: boolean }>> = {
  submit: { stages: ["draft"], own: true },
  edit: { stages: ["draft", "sponsoring", "review"], own: true },
  withdraw: { stages: BEFORE, own: true },
  sponsor: { stages: ["sponsoring", "review"], own: false },
  unsponsor: { stages: ["sponsoring", "review"], own: false },
  cancel: { stages: [...BEFORE.slice(1), "voting", "closed"], own: false },
  veto: { stages: [...BEFORE.slice(1), "voting", "closed"], own: false },
};

/** `/proposal`: what can be done about a proposal besides voting on it. */
export const proposalCommand = command({
  data: {
    name: "proposal",
    description: "Edit, submit, sponsor, withdraw, cancel or veto a proposal",
    subcommands: {
      submit: { description: "Submit your draft, so that all see it", options: { proposal } },
      edit: { description: "Change your proposal before its vote; what it said before is kept", options: { proposal } },
      sponsor: { description: "Stand behind a proposal that looks for sponsors", options: { proposal } },
      unsponsor: { description: "No longer stand behind a proposal", options: { proposal } },
      withdraw: {
        description: "Take back your proposal before its vote",
        options: { proposal, reason: { ...reason, required: false } },
      },
      cancel: { description: "Maintainers: break a proposal off, with a reason", options: { proposal, reason } },
      veto: { description: "Guardians: veto a proposal, with a reason", options: { proposal, reason } },
    },
  },
  audience: "member",
  autocomplete: {
    proposal: (app, { typed, subcommand, member }) => proposalChoices(meantProposals(app, subcommand, member), typed),
  },
  async run(app, call) {
    const { member, interaction, seal } = call;
    const { proposal: id } = call.options;
    const asker = { interaction, author: member.id, roles: member.roles, proposal: id };
    switch (call.subcommand) {
      case "submit":
        return begunReply(app, await submitProposal(app, asker));
      case "edit":
        return editForm(app, id, member.id, seal);
      case "sponsor":
      case "unsponsor":
        return sponsoredReply(
          app,
          id,
          await sponsorProposal(app, { ...asker, leaves: call.subcommand === "unsponsor" }),
        );
      case "withdraw":
        withdrawProposal(app, { ...asker, reason: call.options.reason });
        return say("good", `Proposal #${id} is withdrawn.`);
      case "cancel":
        cancelProposal(app, { ...asker, reason: call.options.reason });
        return say("good", `Proposal #${id} is cancelled. Your reason is posted with it.`);
      case "veto":
        vetoProposal(app, { ...asker, reason: call.options.reason });
        return say("good", `Proposal #${id} is vetoed. Your reason is posted with it.`);
    }
  },
  buttons: {
    sponsor: {
      on: "card",
      run: (app, { member, interaction, args: [id] }) => press(app, Number(id), member, interaction, false),
    },
    unsponsor: {
      on: "card",
      run: (app, { member, interaction, args: [id] }) => press(app, Number(id), member, interaction, true),
    },
  },
  modals: {
    "edit-proposal": {
      async run(app, { member, interaction, args: [id], fields }) {
        const asker = { interaction, author: member.id, roles: member.roles };
        return begunReply(
          app,
          await editProposal(app, { ...asker, proposal: Number(id), edit: readEdit(app, Number(id), fields) }),
        );
      },
    },
  },
});

async function press(
  app: App,
  id: number,
  member: Member,
  interaction: { id: string; sentAtMs: number },
  leaves: boolean,
) {
  const asker = { interaction, author: member.id, roles: member.roles, proposal: id, leaves };
  return sponsoredReply(app, id, await sponsorProposal(app, asker));
}

/** The proposals that a subcommand can be about, for whoever types. */
function meantProposals(app: App, subcommand: string | undefined, member: Member) {
  const { stages, own } = meant[subcommand ?? ""] ?? { stages: BEFORE, own: true };
  return listProposals(app, { stages, ...(own ? { author: member.id } : {}), limit: 200 });
}
