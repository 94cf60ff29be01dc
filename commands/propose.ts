import { nameVotable } from "../src/actions/calls/describe-parameters.ts";
import { askOptions, takeUp } from "../src/discord/cards/asked.ts";
import { parameterChoices } from "../src/discord/cards/parameters.ts";
import { ownDrafts } from "../src/discord/cards/proposals.ts";
import { command } from "../src/discord/command.ts";

/** `/propose`: asks for another value of a parameter. */
export const propose = command({
  data: {
    name: "propose",
    description: "Propose a new value for a parameter; members then vote on it",
    options: {
      parameter: { type: "string", description: "Which parameter", required: true, maxLength: 100 },
      value: {
        type: "string",
        description: "The new value, with its unit: 12.5 %, 1.5 x, 14 d; of a group: node 70 %, operator 30 %",
        required: true,
        maxLength: 300,
      },
      ...askOptions,
    },
  },
  audience: "member",
  autocomplete: {
    parameter: (app, { typed }) => parameterChoices(nameVotable(app), typed),
    into: (app, { member, typed }) => ownDrafts(app, member.id, typed),
  },
  run(app, { options: { parameter, value, ...options }, ...caller }) {
    return takeUp(app, caller, { kind: "parameter", parameter, value }, options);
  },
});
