import { listProposals } from "../src/actions/proposals/describe-proposal.ts";
import { requireVote } from "../src/actions/proposals/find-proposal.ts";
import { castVote } from "../src/actions/votes/cast-vote.ts";
import { type BallotView, describeBallot } from "../src/actions/votes/describe-ballot.ts";
import type { App } from "../src/app.ts";
import { packChoice, unpackChoice } from "../src/core/governance/ballots/pack-choice.ts";
import { admitChoice, readTyped } from "../src/core/governance/ballots/written-choice.ts";
import { isFinal } from "../src/core/governance/moments.ts";
import { choiceOffers } from "../src/discord/ballot/choice-offers.ts";
import { ballotForm, carried, chosen, ranked } from "../src/discord/ballot/fill-in.ts";
import { readReason, reasonForm } from "../src/discord/ballot/reason-form.ts";
import { receiptButtons, receiptModals } from "../src/discord/ballot/receipt-buttons.ts";
import { readSplitForm } from "../src/discord/ballot/split-form.ts";
import { confirmation, notCast } from "../src/discord/cards/ballot-form.ts";
import { proposalChoices } from "../src/discord/cards/proposals.ts";
import { voteReceipt } from "../src/discord/cards/vote.ts";
import { type Answer, type Caller, command, type Reply } from "../src/discord/command.ts";

/** `/vote`, and all by which a ballot is filled in and cast on a card: it replaces the member's earlier one. */
export const vote = command({
  data: {
    name: "vote",
    description: "Vote on a proposal, or change your vote; you may add a reason",
    options: {
      proposal: { type: "integer", description: "Which proposal", required: true, min: 1 },
      choice: { type: "string", description: "Your choice", required: true, maxLength: 1_000 },
      reason: { type: "string", description: "Why? It is kept with your vote", maxLength: 1_000 },
    },
  },
  audience: "member",
  autocomplete: {
    proposal: (app, { typed }) => proposalChoices(listProposals(app, { stages: ["voting"] }), typed),
    choice: (app, { typed, given }) => {
      const { rulePack, choices } = requireVote(app, Number(given["proposal"]));
      return choiceOffers(rulePack, choices, typed);
    },
  },
  run(app, { options: { proposal, choice, reason }, ...caller }) {
    const { rulePack, choices } = requireVote(app, proposal);
    return castOrAsk(app, caller, { proposal, choice: readTyped(rulePack, choices, choice), reason });
  },
  buttons: {
    vote: {
      on: "card",
      run: (app, { args: [proposal, choice = ""], ...caller }) =>
        castOrAsk(app, caller, { proposal: Number(proposal), choice }),
    },
    ballot: {
      on: "card",
      run: (app, { args: [proposal], ...caller }) => ballotForm(viewFor(app, caller, proposal), caller.seal),
    },
    cast: {
      on: "personal",
      run: async (app, { args: [proposal, packed = ""], ...caller }) =>
        inPlace(await cast(app, caller, { proposal: Number(proposal), choice: unpackChoice(packed) })),
    },
    "cast-why": {
      on: "personal",
      run(app, { seal, args: [proposal, packed = ""], ...caller }) {
        const { vote } = viewFor(app, caller, proposal);
        const choice = carried(vote, packed);
        return {
          modal: reasonForm({ id: seal("cast-why", vote.id, packed, "card"), title: "Cast your ballot", vote, choice }),
        };
      },
    },
    again: {
      on: "personal",
      run(app, { args: [proposal, packed], ...caller }) {
        const view = viewFor(app, caller, proposal);
        const form = ballotForm(view, caller.seal, packed === undefined ? undefined : carried(view.vote, packed));
        return "modal" in form ? form : inPlace(form);
      },
    },
    "cancel-ballot": { on: "personal", run: () => inPlace(notCast()) },
    ...receiptButtons,
  },
  selects: {
    choose: {
      on: "personal",
      run: (app, { args: [proposal], values, ...caller }) =>
        inPlace(chosen(viewFor(app, caller, proposal), values, caller.seal)),
    },
    rank: {
      on: "personal",
      run: (app, { args: [proposal, soFar], values, ...caller }) =>
        inPlace(ranked(viewFor(app, caller, proposal), soFar, values, caller.seal)),
    },
  },
  modals: {
    split: {
      run(app, { args: [proposal, again], fields, ...caller }) {
        const view = viewFor(app, caller, proposal);
        const { rulePack, choices } = view.vote;
        const choice = admitChoice(rulePack, choices, readSplitForm(view.vote, fields));
        const card = confirmation(view, choice, caller.seal);
        return again === undefined ? card : inPlace(card);
      },
    },
    "cast-why": {
      async run(app, { args: [proposal, packed = "", from], fields, ...caller }) {
        const ballot = { proposal: Number(proposal), choice: unpackChoice(packed), reason: readReason(fields) };
        const receipt = await cast(app, caller, ballot);
        return from === undefined ? receipt : inPlace(receipt);
      },
    },
    ...receiptModals,
  },
});

type Asked = { proposal: number; choice: unknown; reason?: string | undefined };

/** What can be changed is cast at once; what stands once cast is shown first. */
function castOrAsk(app: App, caller: Caller, ballot: Asked): Answer | Promise<Answer> {
  const { proposal, reason } = ballot;
  if (!isFinal(requireVote(app, proposal).rulePack)) return cast(app, caller, ballot);
  const view = viewFor(app, caller, proposal);
  const { vote } = view;
  const choice = admitChoice(vote.rulePack, vote.choices, ballot.choice);
  if (!reason) return confirmation(view, choice, caller.seal);
  // No button's id could carry a reason: the form keeps it, and is the confirmation.
  const id = caller.seal("cast-why", proposal, packChoice(choice));
  return { modal: reasonForm({ id, title: "Cast your ballot: it will stand", vote, choice, reason }) };
}

async function cast(app: App, { member, interaction, seal }: Caller, ballot: Asked): Promise<Reply> {
  const result = await castVote(app, { ...ballot, interaction, member: member.id, roles: member.roles });
  return voteReceipt(result, seal, ballot.reason);
}

function viewFor(
  app: App,
  { member, interaction }: Pick<Caller, "member" | "interaction">,
  proposal: string | number | undefined,
): BallotView {
  return describeBallot(app, { proposal: Number(proposal), interaction, member: member.id, roles: member.roles });
}

function inPlace(reply: Reply): Reply {
  return { ...reply, replace: true };
}
