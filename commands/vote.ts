import { castVote } from "../src/actions/cast-vote.ts";
import { listProposals } from "../src/actions/describe-proposal.ts";
import { requireVote } from "../src/actions/find-proposal.ts";
import { readTyped } from "../src/core/governance/ballots/written-choice.ts";
import { proposalChoices } from "../src/discord/cards/proposals.ts";
import { voteReceipt } from "../src/discord/cards/vote.ts";
import { command } from "../src/discord/command.ts";

/** `/vote`, and the buttons of every proposal's card: one ballot, which replaces the member's earlier one. */
export const vote = command({
  data: {
    name: "vote",
    description: "Vote on a proposal, or change your vote; you may add a reason",
    options: {
      proposal: { type: "integer", description: "Which proposal", required: true, min: 1 },
      choice: { type: "string", description: "Your choice", required: true, maxLength: 1_000 },
      reason: { type: "string", description: "Why? It is kept with your vote", maxLength: 1_000 },
    },
  },
  audience: "member",
  autocomplete: { proposal: (app, { typed }) => proposalChoices(listProposals(app, { stages: ["voting"] }), typed) },
  async run(app, { member, interaction, seal, options: { proposal, choice, reason } }) {
    const { rulePack, choices } = requireVote(app, proposal);
    const ballot = { interaction, proposal, member: member.id, roles: member.roles };
    return voteReceipt(await castVote(app, { ...ballot, choice: readTyped(rulePack, choices, choice), reason }), seal);
  },
  buttons: {
    vote: {
      on: "card",
      async run(app, { member, interaction, seal, args: [proposal, choice = ""] }) {
        const ballot = { interaction, proposal: Number(proposal), member: member.id, roles: member.roles, choice };
        return voteReceipt(await castVote(app, ballot), seal);
      },
    },
  },
});
