import { describeDraft } from "../src/actions/proposals/describe-draft.ts";
import { describeProposal, listProposals } from "../src/actions/proposals/describe-proposal.ts";
import { hasVote, requireProposal, wasShown } from "../src/actions/proposals/find-proposal.ts";
import type { App } from "../src/app.ts";
import type { ProposalState } from "../src/core/governance/life-stage.ts";
import { draftDetails } from "../src/discord/cards/draft.ts";
import { proposalDetails } from "../src/discord/cards/proposal.ts";
import { proposalChoices, proposalList } from "../src/discord/cards/proposals.ts";
import { command } from "../src/discord/command.ts";
import { Refusal } from "../src/errors.ts";

const groups: Readonly<Record<string, readonly ProposalState[]>> = {
  coming: ["sponsoring", "review", "pending"],
  open: ["voting", "counting"],
  passed: ["passed", "won", "handed-off", "executed"],
  waiting: ["passed", "handed-off"],
  failed: ["rejected", "no-quorum", "vetoed", "tied", "no-winner", "withdrawn", "cancelled"],
};

const groupNames = {
  coming: "before their vote",
  open: "open for votes",
  passed: "that passed",
  waiting: "that passed and are not executed yet",
  failed: "that did not pass",
} as const;

/** Every one listed is counted anew, so that a keystroke must not ask for all there ever were. */
const RECENT = 200;

/** A draft is its author's alone until it is submitted. */
function detailsOf(app: App, number: number, member: string) {
  if (hasVote(app, number)) return proposalDetails(describeProposal(app, number));
  const view = describeDraft(app, number);
  if (view.author !== member && !wasShown(app, requireProposal(app, number)))
    throw new Refusal(`There is no proposal #${number}.`);
  return draftDetails(view);
}

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
  run(app, { member, options: { state, number } }) {
    if (number !== undefined) return { components: [detailsOf(app, number, member.id)] };
    const all = listProposals(app, { limit: RECENT });
    if (state === undefined) return proposalList(all, "so far");
    const wanted = groups[state] ?? [];
    return proposalList(
      all.filter((view) => wanted.includes(view.state)),
      groupNames[state],
    );
  },
});
