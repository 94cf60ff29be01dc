import { freezeHandoffs, liftFreeze } from "../src/actions/handoffs/freeze-handoffs.ts";
import { freezeReply } from "../src/discord/cards/freeze.ts";
import { command } from "../src/discord/command.ts";

/** `/freeze`: one treasurer stops all hand-offs, two let them go on. */
export const freeze = command({
  data: {
    name: "freeze",
    description: "Stop all hand-offs to the chain at once, or let them go on",
    subcommands: {
      start: {
        description: "Stop all hand-offs now; one treasurer is enough",
        options: {
          reason: { type: "string", description: "Why? Everybody reads it", required: true, maxLength: 1_000 },
        },
      },
      lift: { description: "Let hand-offs go on; it takes two treasurers" },
    },
  },
  audience: "treasurer",
  run(app, { member, interaction, ...call }) {
    const request = { interaction, treasurer: member.id, roles: member.roles };
    if (call.subcommand === "lift") return freezeReply(liftFreeze(app, request));
    return freezeReply(freezeHandoffs(app, { ...request, reason: call.options.reason }));
  },
});
