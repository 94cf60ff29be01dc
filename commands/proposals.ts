import { describeProposal, listProposals } from "../src/actions/describe-proposal.ts";
import type { ProposalState } from "../src/core/governance/proposal.ts";
import { proposalDetails } from "../src/discord/cards/proposal.ts";
import { proposalChoices, proposalList } from "../src/discord/cards/proposals.ts";
import { command } from "../src/discord/command.ts";

const groups: Readonly<Record<string, readonly ProposalState[]>> = {
  open: ["voting", "counting"],
  passed: ["passed", "handed-off", "executed"],
  waiting: ["passed", "handed-off"],
  failed: ["rejected", "no-quorum"],
};

const groupNames = {
  open: "open for votes",
  passed: "that passed",
  waiting: "that passed and are not executed yet",
  failed: "that did not pass",
} as const;

/** Every one listed is counted anew, so that a keystroke must not ask for all there ever were. */
const RECENT = 200;

/** `/proposals`: the list, or one of them in full. */
export const proposals = command({
  data: {
    name: "proposals",
    description: "See what is being voted on, and what became of earlier proposals",
    options: {
      state: { type: "string", description: "Which ones; all of them if you leave this out", choices: groupNames },
      number: { type: "integer", description: "One proposal in full", min: 1 },
    },
  },
  audience: "everyone",
  autocomplete: { number: (app, { typed }) => proposalChoices(listProposals(app, { limit: RECENT }), typed) },
  run(app, { options: { state, number } }) {
    if (number !== undefined) return { components: [proposalDetails(describeProposal(app, number))] };
    const all = listProposals(app, { limit: RECENT });
    if (state === undefined) return proposalList(all, "so far");
    const wanted = groups[state] ?? [];
    return proposalList(
      all.filter((view) => wanted.includes(view.state)),
      groupNames[state],
    );
  },
});
