import { askOptions, takeUp } from "../src/discord/cards/asked.ts";
import { ownDrafts } from "../src/discord/cards/proposals.ts";
import { tokenChoices } from "../src/discord/cards/tokens.ts";
import { command } from "../src/discord/command.ts";

/** `/transfer`: asks for a payment from the community's account. */
export const transfer = command({
  data: {
    name: "transfer",
    description: "Propose a payment from the community's account; members then vote on it",
    options: {
      amount: { type: "string", description: "How much: 500, 12.5", required: true, maxLength: 60 },
      token: { type: "string", description: "Of what", required: true, maxLength: 40 },
      to: { type: "string", description: "To whom: a full address", required: true, minLength: 42, maxLength: 42 },
      ...askOptions,
    },
  },
  audience: "member",
  autocomplete: {
    token: (app, { typed }) => tokenChoices(app.config, typed),
    into: (app, { member, typed }) => ownDrafts(app, member.id, typed),
  },
  run(app, { options: { amount, token, to, ...options }, ...caller }) {
    return takeUp(
      app,
      caller,
      { kind: "transfer", amount: amount.trim(), token: token.trim(), to: to.trim() },
      options,
    );
  },
});
