import { nameParameters } from "../src/actions/describe-parameters.ts";
import { openProposal } from "../src/actions/open-proposal.ts";
import { parameterChoices } from "../src/discord/cards/parameters.ts";
import { changeLine } from "../src/discord/cards/proposal.ts";
import { command } from "../src/discord/command.ts";
import { say } from "../src/discord/reply.ts";
import { when } from "../src/discord/timestamp.ts";

/** `/propose`: opens a vote on one change of one parameter. */
export const propose = command({
  data: {
    name: "propose",
    description: "Propose a new value for a parameter; members then vote on it",
    options: {
      parameter: { type: "string", description: "Which parameter", required: true, maxLength: 100 },
      value: {
        type: "string",
        description: "The new value, with its unit: 12.5 %, 1.5 x, 14 d",
        required: true,
        maxLength: 100,
      },
      reason: { type: "string", description: "Why? Members read it on the card", maxLength: 2_000 },
    },
  },
  audience: "member",
  autocomplete: { parameter: (app, { typed }) => parameterChoices(nameParameters(app), typed) },
  async run(app, { member, interaction, options: { parameter, value, reason } }) {
    const view = await openProposal(app, {
      interaction,
      author: member.id,
      roles: member.roles,
      parameter,
      value,
      ...(reason === undefined ? {} : { reason }),
    });
    return say(
      "good",
      `### Proposal #${view.id} is open`,
      ...view.changes.map(changeLine),
      `Its card appears in <#${app.config.channels.proposals}>. Voting closes ${when(view.closesAt)}, ${when(view.closesAt, "R")}.`,
      "-# Your own vote is not cast yet: press a button on the card, or use `/vote`.",
    );
  },
});
