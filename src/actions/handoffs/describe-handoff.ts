import { findNewestExecution } from "../../../db/executions.ts";
import { findHandoff, findHandoffBefore, type HandoffRow } from "../../../db/handoffs.ts";
import type { App } from "../../app.ts";
import type { Scrutiny } from "../../core/governance/scrutiny.ts";
import { Refusal } from "../../errors.ts";
import type { ExecutionSeen, ExecutionState, Prediction, PreparedFile, Step } from "../../executors/executor.ts";
import { findExecutor } from "../../executors/index.ts";
import { findScrutiny } from "../calls/scrutinize.ts";
import { nameChain } from "../name-chain.ts";
import {
  describeHandoff,
  describeProposal,
  type HandoffView,
  type ProposalView,
} from "../proposals/describe-proposal.ts";
import { requireVote } from "../proposals/find-proposal.ts";
import { NOBODY } from "./adopt-handoff.ts";
import { type Freeze, findFreeze } from "./freeze-handoffs.ts";
import { frozenSurvey, handoffSurvey, mandateOf } from "./mandate.ts";

/** A hand-off with everything a treasurer has to see before signing. */
export type HandoffDetails = {
  proposal: ProposalView;
  handoff: HandoffView;
  /** Discord id of the treasurer who asked. */
  preparedBy: string;
  preparedAt: number;
  /** Every call on the way, as far as it can be built by now. */
  steps: readonly Step[];
  /** The one that the chain waits for; undefined while it waits for none. */
  due: Step | undefined;
  /** What to compare on a device: the ids as they are now. */
  ids: readonly Prediction[];
  /** The id that this one took the place of: that of the hand-off before, or the one shown before the vote. */
  dead: Prediction | undefined;
  files: readonly PreparedFile[];
  /** While all hand-offs are frozen: nothing is to be signed then. */
  freeze: Freeze | undefined;
  /** What was seen on chain last: `approvals`, `threshold`, `eta` …; none before anything was. */
  facts: Readonly<Record<string, string>>;
  chain: number;
  chainName: string;
  /** Symbol of the chain's own coin. */
  native: string;
  /** What was found in the calls when they were last looked at; undefined where that was before Steward did. */
  scrutiny: Scrutiny | undefined;
  /** Base address of the chain's explorer, without a slash at its end. */
  explorer: string | undefined;
};

/** A hand-off as it stands, its calls built anew from what was frozen; Refusal where there is none. */
export function describePreparedHandoff(app: App, id: number): HandoffDetails {
  const row = findHandoff(app.db, id);
  if (row === undefined) throw new Refusal(`There is no hand-off ${id}.`);
  const vote = requireVote(app, row.proposal);
  const { actions, description } = vote;
  const executor = findExecutor(app.config, row.executor);
  const survey = handoffSurvey(app, row, vote);
  const seen = seenOf(app, id);
  const steps = executor.prepare(actions, description, survey, seen);
  const ids = executor.predict(actions, description, survey);
  const chain = app.config.chains[String(executor.chain)];
  return {
    proposal: describeProposal(app, row.proposal),
    handoff: describeHandoff(app, row),
    preparedBy: row.preparedBy,
    preparedAt: row.preparedAt,
    steps,
    // What another tool brought to the chain had no second treasurer: it is followed, and its calls stay with whoever sent it.
    due: isUnpermitted(app, row) ? undefined : steps.find(({ due }) => due.includes(seen.state)),
    ids,
    dead: deadOf(app, row, ids, executor.predict(actions, description, frozenSurvey(vote))[0]),
    files: executor.files(mandateOf(vote, survey)),
    freeze: findFreeze(app),
    facts: seen.facts,
    chain: executor.chain,
    chainName: nameChain(app, executor.chain),
    scrutiny: findScrutiny(app, row.proposal),
    native: chain?.native ?? "of the chain's own coin",
    explorer: chain?.explorer,
  };
}

function deadOf(
  { db }: App,
  row: HandoffRow,
  [id]: readonly Prediction[],
  shown: Prediction | undefined,
): Prediction | undefined {
  const before = findHandoffBefore(db, row);
  if (before !== undefined && id !== undefined) return { ...id, id: before.onchainId };
  return shown?.id === id?.id ? undefined : shown;
}

function isUnpermitted({ config }: App, { preparedBy }: HandoffRow): boolean {
  return config.handoffs.treasurers > 1 && preparedBy === NOBODY;
}

function seenOf(app: App, handoff: number): ExecutionSeen {
  const newest = findNewestExecution(app.db, handoff);
  return newest ? { state: newest.state as ExecutionState, facts: newest.facts } : { state: "waiting", facts: {} };
}
