import { endDelegation, giveVote } from "../src/actions/votes/delegate.ts";
import { describeDelegations } from "../src/actions/votes/list-delegations.ts";
import { delegationList, endedCard, givenCard } from "../src/discord/cards/delegate.ts";
import { command } from "../src/discord/command.ts";

const SHARES = ["100 %", "75 %", "50 %", "1/3", "25 %", "10 %"];
const SPANS = ["30 d", "90 d", "180 d", "365 d"];

/** `/delegate`: lets another member vote with one's weight. */
export const delegate = command({
  data: {
    name: "delegate",
    description: "Let another member vote with your weight, or take it back",
    subcommands: {
      to: {
        description: "Let a member vote for you in votes that open from now on",
        options: {
          member: { type: "member", description: "Who votes for you", required: true },
          share: {
            type: "string",
            description: "How much of your weight: 40 %, 1/3. Default: all of it",
            maxLength: 40,
          },
          for: { type: "string", description: "How long: 90 d, 36 h. Default: until you end it", maxLength: 40 },
        },
      },
      list: { description: "See who votes for you, and for whom you vote" },
      end: {
        description: "Take back what you gave to a member",
        options: { member: { type: "member", description: "Who no longer votes for you", required: true } },
      },
    },
  },
  audience: "member",
  autocomplete: {
    share: (_app, { typed }) => offers(SHARES, typed),
    for: (_app, { typed }) => offers(SPANS, typed),
  },
  run(app, call) {
    const { interaction, seal } = call;
    const member = call.member.id;
    if (call.subcommand === "list") return delegationList(describeDelegations(app, member), seal);
    if (call.subcommand === "end") {
      const to = call.options.member;
      return endedCard(to, endDelegation(app, { interaction, member, to }));
    }
    const { member: to, share, for: lasts } = call.options;
    return givenCard(giveVote(app, { interaction, member, to, share, lasts }));
  },
  buttons: {
    "end-delegation": {
      on: "personal",
      run: (app, { member, interaction, args: [to = ""] }) =>
        endedCard(to, endDelegation(app, { interaction, member: member.id, to })),
    },
  },
});

function offers(values: readonly string[], typed: string) {
  return values.filter((value) => value.startsWith(typed.trim())).map((value) => ({ name: value, value }));
}
