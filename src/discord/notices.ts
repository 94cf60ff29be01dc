import { describeExecution, describeValueCheck } from "../actions/handoffs/describe-execution.ts";
import { describePreparedHandoff } from "../actions/handoffs/describe-handoff.ts";
import { describePromise } from "../actions/handoffs/describe-promise.ts";
import { describeUnasked } from "../actions/handoffs/describe-unasked.ts";
import { describeWindow } from "../actions/handoffs/describe-window.ts";
import { describeSentFailure } from "../actions/handoffs/follow-sent.ts";
import { describeFreezeEvent } from "../actions/handoffs/freeze-handoffs.ts";
import { describeAsked } from "../actions/handoffs/permit-handoff.ts";
import { describeNodeAlerts } from "../actions/node-alerts/describe-node-alerts.ts";
import { describeAlarm } from "../actions/outbox/describe-alarm.ts";
import { describeDraft } from "../actions/proposals/describe-draft.ts";
import { describeProposal } from "../actions/proposals/describe-proposal.ts";
import { hasVote } from "../actions/proposals/find-proposal.ts";
import { describeReport } from "../actions/reports/describe-report.ts";
import { describeTreasuryAlerts } from "../actions/treasury-alerts/describe-treasury-alerts.ts";
import { bundleVote } from "../actions/votes/bundle-vote.ts";
import { describeDelegateVote } from "../actions/votes/describe-delegate-vote.ts";
import { findMissingQuorums } from "../actions/votes/warn-quorum.ts";
import type { App, OutgoingMessage, Refs } from "../app.ts";
import { Refusal } from "../errors.ts";
import { alarmCard } from "./cards/alarm.ts";
import { delegateVotedCard } from "./cards/delegate-voted.ts";
import { draftCard } from "./cards/draft.ts";
import { editedCard } from "./cards/edited.ts";
import { executionCard } from "./cards/execution.ts";
import { freezeCard } from "./cards/freeze.ts";
import { handoffCard } from "./cards/handoff.ts";
import { handoffAskedCard } from "./cards/handoff-permit.ts";
import { nodeAlertsCard } from "./cards/node-alerts.ts";
import { promiseCard } from "./cards/promise.ts";
import { proposalCard } from "./cards/proposal.ts";
import { proposalEndedCard } from "./cards/proposal-ended.ts";
import { quorumAtRiskCard } from "./cards/quorum-at-risk.ts";
import { reportCard } from "./cards/report/card.ts";
import { reportDetails } from "./cards/report/details.ts";
import { sentFailedCard } from "./cards/sent-failed.ts";
import { treasuryAlertsCard } from "./cards/treasury/alerts.ts";
import { unaskedCard } from "./cards/unasked.ts";
import { valueCheckCard } from "./cards/value-check.ts";
import { discussionCard, reminderCard, voteClosedCard, voteOpenedCard } from "./cards/vote.ts";
import { windowCard } from "./cards/window.ts";
import type { Seal } from "./command.ts";
import { sealId } from "./custom-id.ts";
import { outgoing } from "./message-body.ts";

/** Turns what a stored message is about into the message, as the facts stand now. */
export type Notice = (app: App, refs: Refs, marker: string, seal: Seal) => OutgoingMessage | Promise<OutgoingMessage>;

/** Every kind of message that Steward says unasked. Adding one means its card and its line here. */
const notices: Readonly<Record<string, Notice>> = {
  "proposal-card": (app, refs, marker, seal) => {
    const id = number(refs, "proposal");
    if (hasVote(app, id)) return proposalCard(describeProposal(app, id), seal, marker);
    return draftCard(describeDraft(app, id), seal, marker);
  },
  discussion: (app, refs, marker, seal) => {
    const id = number(refs, "proposal");
    return discussionCard(hasVote(app, id) ? describeProposal(app, id) : undefined, seal, marker);
  },
  "proposal-edited": (app, refs, marker) =>
    editedCard(describeDraft(app, number(refs, "proposal")), number(refs, "revision"), marker),
  "proposal-ended": (app, refs, marker) => {
    const id = number(refs, "proposal");
    return proposalEndedCard(hasVote(app, id) ? describeProposal(app, id) : describeDraft(app, id), marker);
  },
  "quorum-at-risk": (app, refs, marker, seal) => {
    const id = number(refs, "proposal");
    return quorumAtRiskCard(describeProposal(app, id), findMissingQuorums(app, id), seal, marker);
  },
  "vote-opened": (app, refs, marker, seal) =>
    voteOpenedCard(describeProposal(app, number(refs, "proposal")), seal, marker),
  "vote-closed": (app, refs, marker) => {
    const id = number(refs, "proposal");
    return voteClosedCard(describeProposal(app, id), marker, bundleVote(app, id)?.text);
  },
  reminder: (app, refs, marker) =>
    reminderCard(describeProposal(app, number(refs, "proposal")), app.config.channels.proposals, marker),
  "delegate-voted": (app, refs, marker) =>
    delegateVotedCard(describeDelegateVote(app, delegationId(refs)), app.config.channels.proposals, marker),
  "handed-off": (app, refs, marker) =>
    outgoing(handoffCard(describePreparedHandoff(app, number(refs, "handoff")), { marker })),
  "handoff-asked": (app, refs, marker, seal) =>
    handoffAskedCard(describeAsked(app, number(refs, "asked")), seal, marker),
  "sent-failed": (app, refs, marker) => sentFailedCard(describeSentFailure(app, number(refs, "event")), marker),
  freeze: (app, refs, marker) => freezeCard(describeFreezeEvent(app, number(refs, "event")), marker),
  execution: (app, refs, marker) => executionCard(describeExecution(app, executionId(refs)), marker),
  "value-check": (app, refs, marker) => valueCheckCard(describeValueCheck(app, executionId(refs)), marker),
  promise: (app, refs, marker) => promiseCard(describePromise(app, number(refs, "event")), marker),
  "window-closing": (app, refs, marker) => windowCard(describeWindow(app, refs), marker),
  unasked: (app, refs, marker) =>
    unaskedCard(describeUnasked(app, number(refs, "event"), refs["quiet"] !== undefined), marker),
  "node-alerts": (app, refs, marker) => nodeAlertsCard(describeNodeAlerts(app, refs), marker),
  "treasury-alerts": (app, refs, marker) => treasuryAlertsCard(describeTreasuryAlerts(app, refs), marker),
  report: (app, refs, marker) => reportCard(describeReport(app, number(refs, "report")), marker),
  "report-details": (app, refs, marker) => reportDetails(describeReport(app, number(refs, "report")), marker),
  alarm: (app, refs, marker) => {
    const { title, lines } = describeAlarm(app, refs);
    return alarmCard(title, lines, marker);
  },
};

/** Renders a stored message of any kind; throws Refusal for a kind nobody renders. Buttons are sealed for everybody. */
export async function renderNotice(app: App, kind: string, refs: Refs, marker: string): Promise<OutgoingMessage> {
  const notice = Object.hasOwn(notices, kind) ? notices[kind] : undefined;
  if (notice === undefined) throw new Refusal(`Nobody renders messages of kind "${kind}".`);
  const scope = { server: app.config.server, member: undefined };
  return notice(app, refs, marker, (sealed, ...args) => sealId(app.sign, scope, sealed, args));
}

function executionId(refs: Refs) {
  return { handoff: number(refs, "handoff"), seq: number(refs, "seq") };
}

function delegationId(refs: Refs) {
  return { proposal: number(refs, "proposal"), delegator: word(refs, "delegator"), delegate: word(refs, "delegate") };
}

function word(refs: Refs, name: string): string {
  const value = refs[name];
  if (typeof value === "string") return value;
  throw new Error(`A notice lacks its reference "${name}"`);
}

function number(refs: Refs, name: string): number {
  const value = refs[name];
  if (typeof value === "number") return value;
  throw new Error(`A notice lacks its reference "${name}"`);
}
