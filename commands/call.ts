import { askOptions, takeUp } from "../src/discord/cards/asked.ts";
import { ownDrafts } from "../src/discord/cards/proposals.ts";
import { command } from "../src/discord/command.ts";

/** `/call`: asks for any call of any contract, written out so that everybody can read it. */
export const call = command({
  data: {
    name: "call",
    description: "Propose a call of a contract, written out in full; members then vote on it",
    options: {
      target: {
        type: "string",
        description: "Which contract: a full address",
        required: true,
        minLength: 42,
        maxLength: 42,
      },
      function: {
        type: "string",
        description: "Its function with the types of its arguments: setFee(uint256 fee)",
        required: true,
        maxLength: 300,
      },
      arguments: {
        type: "string",
        description: "Separated by commas; lists and structs in brackets: 0xabc…, 5, [1, 2]",
        maxLength: 1_500,
      },
      ...askOptions,
    },
  },
  audience: "member",
  autocomplete: { into: (app, { member, typed }) => ownDrafts(app, member.id, typed) },
  run(app, { options: { target, function: signature, arguments: args = "", ...options }, ...caller }) {
    return takeUp(app, caller, { kind: "call", target: target.trim(), signature: signature.trim(), args }, options);
  },
});
