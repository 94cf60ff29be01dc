import { findHandoff } from "../../db/handoffs.ts";
import type { App } from "../app.ts";
import { Refusal } from "../errors.ts";
import type { PreparedCall } from "../executors/executor.ts";
import { findExecutor } from "../executors/index.ts";
import { describeHandoff, describeProposal, type HandoffView, type ProposalView } from "./describe-proposal.ts";
import { requireVote } from "./find-proposal.ts";
import { nameChain } from "./name-chain.ts";

/** A hand-off with everything a treasurer has to see before signing. */
export type HandoffDetails = {
  proposal: ProposalView;
  handoff: HandoffView;
  /** Discord id of the treasurer who asked. */
  preparedBy: string;
  preparedAt: number;
  call: PreparedCall;
  chainName: string;
  /** Symbol of the chain's own coin. */
  native: string;
  /** Base address of the chain's explorer, without a slash at its end. */
  explorer: string | undefined;
};

/** A hand-off as it stands, its call built anew from what was frozen; Refusal where there is none. */
export function describePreparedHandoff(app: App, id: number): HandoffDetails {
  const row = findHandoff(app.db, id);
  if (row === undefined) throw new Refusal(`There is no hand-off ${id}.`);
  const { actions, description } = requireVote(app, row.proposal);
  const call = findExecutor(app.config, row.executor).prepare(actions, description);
  const chain = app.config.chains[String(call.chain)];
  return {
    proposal: describeProposal(app, row.proposal),
    handoff: describeHandoff(app, row),
    preparedBy: row.preparedBy,
    preparedAt: row.preparedAt,
    call,
    chainName: nameChain(app, call.chain),
    native: chain?.native ?? "of the chain's own coin",
    explorer: chain?.explorer,
  };
}
