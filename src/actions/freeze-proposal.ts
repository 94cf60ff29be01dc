import type { ProposalRow } from "../../db/proposals.ts";
import type { App } from "../app.ts";
import { hashActions } from "../core/governance/actions-hash.ts";
import { describeOnChain } from "../core/governance/description.ts";
import { type Action, type FrozenElectorate, hashProposal } from "../core/governance/proposal.ts";
import type { RulePack } from "../core/governance/rule-pack.ts";
import { findExecutor } from "../executors/index.ts";
import { describeAction } from "./describe-action.ts";

/** What is known of a proposal before it has an id. */
export type ProposalDraft = {
  author: string;
  body: string;
  actions: readonly [Action];
  rulePack: RulePack;
  electorate: FrozenElectorate;
  openedAt: number;
  closesAt: number;
};

/** Completes a draft with everything that follows from its id: description, hashes, and the ids its executor will give. */
export function freezeProposal(app: App, id: number, draft: ProposalDraft): ProposalRow {
  const { actions, rulePack, electorate } = draft;
  const [action] = actions;
  const { server } = app.config;
  const { title: parameter, before, after, call } = describeAction(app, action);
  const title = `Set ${parameter} to ${after}`;
  const changes = [`${parameter}: ${before} → ${after}`, `${call} on ${action.target}, chain ${action.chain}`];
  const description = describeOnChain({ id, server, title, changes, rulePack, electorate });
  const executor = findExecutor(app.config, action.executor);
  const { to } = executor.prepare(actions, description);
  const actionsHash = hashActions({ chain: executor.chain, executor: to, actions, description });
  const predicted = executor.predict(actions, description).map((known) => ({ executor: executor.name, ...known }));
  const frozen = { ...draft, id, title, actionsHash, description, predicted };
  return { ...frozen, hash: hashProposal({ ...frozen, server }) };
}
