import { describePreparedHandoff } from "../src/actions/describe-handoff.ts";
import { listProposals } from "../src/actions/describe-proposal.ts";
import { prepareHandoff } from "../src/actions/prepare-handoff.ts";
import { handoffCard } from "../src/discord/cards/handoff.ts";
import { proposalChoices } from "../src/discord/cards/proposals.ts";
import { command } from "../src/discord/command.ts";

/** Every one listed is counted anew, so that a keystroke must not ask for all there ever were. */
const RECENT = 200;

/** `/execute`: the prepared call of a passed vote, for the treasurer's own wallet. */
export const execute = command({
  data: {
    name: "execute",
    description: "Get the call that takes a passed vote to the chain, for your own wallet to sign",
    options: { proposal: { type: "integer", description: "Which passed proposal", required: true, min: 1 } },
  },
  audience: "treasurer",
  autocomplete: {
    proposal: (app, { typed }) => {
      const ready = listProposals(app, { limit: RECENT }).filter(
        ({ state, asksChain }) => asksChain && (state === "passed" || state === "handed-off"),
      );
      return proposalChoices(ready, typed);
    },
  },
  async run(app, { member, interaction, options: { proposal } }) {
    const { id } = await prepareHandoff(app, { interaction, proposal, treasurer: member.id, roles: member.roles });
    return handoffCard(describePreparedHandoff(app, id));
  },
});
