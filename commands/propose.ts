import { beginProposal } from "../src/actions/begin-proposal.ts";
import { nameParameters } from "../src/actions/describe-parameters.ts";
import { begunReply } from "../src/discord/cards/begun.ts";
import { parameterChoices } from "../src/discord/cards/parameters.ts";
import { command } from "../src/discord/command.ts";

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
      draft: { type: "boolean", description: "Keep it as a draft that only you see, until you submit it" },
    },
  },
  audience: "member",
  autocomplete: { parameter: (app, { typed }) => parameterChoices(nameParameters(app), typed) },
  async run(app, { member, interaction, options: { parameter, value, reason, draft } }) {
    const asker = { interaction, author: member.id, roles: member.roles };
    const begun = await beginProposal(app, { ...asker, draft, change: { parameter, value, reason } });
    return begunReply(app, begun);
  },
});
