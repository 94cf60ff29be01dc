import { findExecution, VALUE_CHECK } from "../../db/executions.ts";
import { findHandoff } from "../../db/handoffs.ts";
import type { App } from "../app.ts";
import { Refusal } from "../errors.ts";
import { type CheckResult, foundKey } from "./check-values.ts";
import { describeFound } from "./describe-found.ts";
import { type ChangeView, describeProposal, type HandoffView } from "./describe-proposal.ts";

/** One voted value against what the chain holds; `found` is undefined where it could not be read. */
export type ValueView = { change: ChangeView; found: string | undefined; matches: boolean | undefined };

/** One row of a hand-off's life, as a card says it. */
export type ExecutionView = {
  seq: number;
  proposal: { id: number; title: string };
  handoff: HandoffView;
  /** What was seen in this row: `pending`, `queued`, `executed`, …, or `value-check`. */
  state: string;
  chainName: string;
  /** Base address of the chain's explorer, without a slash at its end. */
  explorer: string | undefined;
  block: bigint;
  /** Unix seconds of that block. */
  at: number;
  transaction: string | undefined;
  /** Unix seconds: when voting on chain ends, and from when a queued operation may be executed; undefined where unknown or counted in blocks. */
  deadline: number | undefined;
  eta: number | undefined;
  /** Only of a value check. */
  check: { result: CheckResult; values: readonly ValueView[] } | undefined;
};

/** A row of a hand-off's life in words; Refusal where there is none. */
export function describeExecution(app: App, { handoff, seq }: { handoff: number; seq: number }): ExecutionView {
  const row = findExecution(app.db, handoff, seq);
  const owner = findHandoff(app.db, handoff);
  if (!row || !owner) throw new Refusal(`There is no state ${seq} of hand-off ${handoff}.`);
  const proposal = describeProposal(app, owner.proposal);
  const changes = proposal.changes.filter(({ action }) => action.executor === owner.executor);
  const chain = app.config.chains[String(changes[0]?.action.chain)];
  const { facts } = row;
  const values = changes.map((change) => valueOfChange(app, change, facts[foundKey(change.action.parameter)]));
  return {
    seq,
    proposal: { id: proposal.id, title: proposal.title },
    handoff: {
      ...(proposal.handoff ?? { id: owner.id, executor: owner.executor, onchainId: owner.onchainId, state: row.state }),
    },
    state: row.state,
    chainName: changes[0]?.chainName ?? owner.executor,
    explorer: chain?.explorer?.replace(/\/+$/, ""),
    block: row.block,
    at: row.at,
    transaction: row.transaction ?? undefined,
    deadline: facts["clock"] === "timestamp" ? seconds(facts["deadline"]) : undefined,
    eta: seconds(facts["eta"]),
    check: row.state === VALUE_CHECK ? { result: facts["result"] as CheckResult, values } : undefined,
  };
}

function valueOfChange(app: App, change: ChangeView, found: string | undefined): ValueView {
  if (found === undefined) return { change, found, matches: undefined };
  return { change, found: describeFound(app, change.action, found), matches: found === change.action.after };
}

function seconds(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
