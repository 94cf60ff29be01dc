import { castVote } from "../src/actions/cast-vote.ts";
import { listProposals } from "../src/actions/describe-proposal.ts";
import { proposalChoices } from "../src/discord/cards/proposals.ts";
import { choiceNames } from "../src/discord/cards/tally-lines.ts";
import { voteReceipt } from "../src/discord/cards/vote.ts";
import { command } from "../src/discord/command.ts";

/** `/vote`, and the buttons of every proposal's card: one ballot, which replaces the member's earlier one. */
export const vote = command({
  data: {
    name: "vote",
    description: "Vote on a proposal, or change your vote; you may add a reason",
    options: {
      proposal: { type: "integer", description: "Which proposal", required: true, min: 1 },
      choice: { type: "string", description: "Your choice", required: true, choices: choiceNames },
      reason: { type: "string", description: "Why? It is kept with your vote", maxLength: 1_000 },
    },
  },
  audience: "member",
  autocomplete: { proposal: (app, { typed }) => proposalChoices(listProposals(app, { open: true }), typed) },
  async run(app, { member, interaction, options: { proposal, choice, reason } }) {
    const ballot = { interaction, proposal, member: member.id, roles: member.roles, choice };
    return voteReceipt(await castVote(app, { ...ballot, ...(reason === undefined ? {} : { reason }) }));
  },
  buttons: {
    vote: {
      on: "card",
      async run(app, { member, interaction, args: [proposal, choice = ""] }) {
        return voteReceipt(
          await castVote(app, {
            interaction,
            proposal: Number(proposal),
            member: member.id,
            roles: member.roles,
            choice,
          }),
        );
      },
    },
  },
});
