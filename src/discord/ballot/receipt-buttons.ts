import { castVote } from "../../actions/votes/cast-vote.ts";
import { type BallotView, requireOwnBallot } from "../../actions/votes/describe-ballot.ts";
import { describeSigning, signBallot } from "../../actions/votes/sign-ballot.ts";
import { beginSigning } from "../../actions/wallets/sign-on-page.ts";
import type { App } from "../../app.ts";
import { byPlace } from "../../core/governance/ballots/pack-choice.ts";
import { isFinal } from "../../core/governance/moments.ts";
import { Refusal } from "../../errors.ts";
import { signatureForm } from "../cards/typed-text.ts";
import { voteReceipt } from "../cards/vote.ts";
import type { Caller, ModalHandler, PressHandler } from "../command.ts";
import { readReason, reasonForm } from "./reason-form.ts";
import { signCard, signedCard } from "./sign-card.ts";

/** What a voter can still do with a ballot that is cast: give a reason, sign it. */
export const receiptButtons: Readonly<Record<string, PressHandler>> = {
  "add-reason": {
    on: "personal",
    run(app, { args: [ballot = ""], ...caller }) {
      const { vote, current } = changeable(app, ballot, caller);
      const { choice, reason } = current;
      return {
        modal: reasonForm({ id: caller.seal("reason", ballot), title: "Why do you vote so?", vote, choice, reason }),
      };
    },
  },
  "sign-ballot": {
    on: "personal",
    run: (app, { member, interaction, seal, args: [ballot = ""] }) =>
      signCard(beginSigning(app, ballot, { member, interaction }), seal),
  },
  "paste-ballot-signature": {
    on: "personal",
    run(app, { member, interaction, seal, args: [ballot = ""] }) {
      describeSigning(app, ballot, { member: member.id, interaction });
      return { modal: signatureForm(seal("ballot-signature", ballot)) };
    },
  },
};

/** The forms that those buttons open. */
export const receiptModals: Readonly<Record<string, ModalHandler>> = {
  reason: {
    async run(app, { args: [ballot = ""], fields, ...caller }) {
      const { vote, current } = changeable(app, ballot, caller);
      const { member, interaction, seal } = caller;
      const reason = readReason(fields);
      // A new ballot with the same choice, by the same rules: a ballot that is cast is never changed itself.
      const request = { interaction, proposal: vote.id, member: member.id, roles: member.roles, reason };
      const result = await castVote(app, { ...request, choice: byPlace(current.choice) });
      return { ...voteReceipt(result, seal, reason), replace: true };
    },
  },
  "ballot-signature": {
    async run(app, { member, interaction, args: [ballot = ""], fields }) {
      const signature = fields["signature"] ?? "";
      const signed = await signBallot(app, { interaction, member: member.id, ballot, signature });
      return { ...signedCard(signed), replace: true };
    },
  },
};

function changeable(
  app: App,
  ballot: string,
  { member, interaction }: Pick<Caller, "member" | "interaction">,
): BallotView & ReturnType<typeof requireOwnBallot> {
  const view = requireOwnBallot(app, ballot, { member: member.id, interaction });
  if (isFinal(view.vote.rulePack)) throw new Refusal("By these rules a ballot stands as it was cast.");
  return view;
}
