import { type ExecutionRow, findExecution } from "../../../db/executions.ts";
import { findHandoff, type HandoffRow } from "../../../db/handoffs.ts";
import type { App } from "../../app.ts";
import { valueChangesOf } from "../../core/governance/proposal.ts";
import { Refusal } from "../../errors.ts";
import { findParameter, formatValue } from "../../parameters/registry.ts";
import { nameChain } from "../name-chain.ts";
import { describeProposal, type ProposalView } from "../proposals/describe-proposal.ts";
import { besideKey, type CheckResult, foundKey } from "./check-values.ts";

/** Which row of which hand-off's life. */
export type ExecutionId = { handoff: number; seq: number };

/** A hand-off in one of the states it was seen in at a final block. */
export type ExecutionView = {
  proposal: ProposalView;
  /** Kind of the executor: `governor`, `timelock`, `safe`; empty where the config no longer has it. */
  kind: string;
  chainName: string;
  /** Base address of the chain's explorer, without a slash at its end. */
  explorer: string | undefined;
  state: string;
  block: bigint;
  /** Unix seconds of that block. */
  at: number;
  transaction: string | undefined;
  /** Times in Unix seconds as text where `clock` is `timestamp`, else blocks or rounds: `snapshot`, `deadline`; `eta` is always a time. */
  facts: Readonly<Record<string, string>>;
  /** What they were in the state seen before; none where this was the first. */
  before: Readonly<Record<string, string>>;
};

/** What was voted beside what the chain holds after its execution; values as members read them. */
export type ValueCheckView = {
  proposal: number;
  result: CheckResult;
  values: readonly { title: string; target: string; voted: string; found: string; result: CheckResult }[];
  /** What the same call changes besides, as it is now. */
  beside: readonly { title: string; found: string }[];
  chainName: string;
  block: bigint;
  blockHash: string;
  /** Unix seconds of that block. */
  at: number;
};

/** A state of a hand-off's life; Refusal where there is none. */
export function describeExecution(app: App, id: ExecutionId): ExecutionView {
  const { row, handoff, proposal, chainName, explorer } = requireExecution(app, id);
  const { state, block, at, facts } = row;
  const kind = app.config.executors[handoff.executor]?.kind ?? "";
  const before = findExecution(app.db, id.handoff, id.seq - 1)?.facts ?? {};
  const transaction = row.transaction ?? undefined;
  return { proposal, kind, chainName, explorer, state, block, at, transaction, facts, before };
}

/** What was found of the voted values; Refusal where nobody has looked. */
export function describeValueCheck(app: App, id: ExecutionId): ValueCheckView {
  const { row, handoff, proposal, chainName } = requireExecution(app, id);
  const { block, blockHash, at, facts } = row;
  const result = (facts["result"] ?? "UNKNOWN") as CheckResult;
  const actions = [...new Set(proposal.changes.map(({ action }) => action))];
  const values = actions
    .filter(({ executor }) => executor === handoff.executor)
    .flatMap((action) => valueChangesOf(action).map((change) => ({ action, change })))
    .map(({ action, change }) => {
      const { title, found: voted } = describeFound(app, change.parameter, change.after);
      const raw = facts[foundKey(change.parameter)];
      const about = { title, target: action.target, voted };
      if (raw === undefined) return { ...about, found: "could not be read", result: "UNKNOWN" as const };
      const { found } = describeFound(app, change.parameter, raw);
      return { ...about, found, result: raw === change.after ? ("MATCH" as const) : ("MISMATCH" as const) };
    });
  const beside = Object.entries(facts)
    .filter(([key]) => key.startsWith(besideKey("")))
    .map(([key, raw]) => describeFound(app, key.slice(besideKey("").length), raw));
  return { proposal: proposal.id, result, values, beside, chainName, block, blockHash, at };
}

type Found = {
  row: ExecutionRow;
  handoff: HandoffRow;
  proposal: ProposalView;
  chainName: string;
  explorer: string | undefined;
};

function requireExecution(app: App, { handoff: id, seq }: ExecutionId): Found {
  const row = findExecution(app.db, id, seq);
  const handoff = findHandoff(app.db, id);
  if (!row || !handoff) throw new Refusal(`There is no state ${seq} of hand-off ${id}.`);
  const proposal = describeProposal(app, handoff.proposal);
  const chain = proposal.changes.find(({ action }) => action.executor === handoff.executor)?.action.chain;
  const config = app.config.chains[String(chain)];
  return { row, handoff, proposal, chainName: nameChain(app, chain), explorer: config?.explorer };
}

/** A parameter's title and a raw value of it in words; raw where the config no longer knows the parameter. */
function describeFound({ config }: App, parameter: string, raw: string): { title: string; found: string } {
  try {
    const ref = findParameter(config, parameter);
    return { title: ref.title, found: raw === "" ? "not known" : formatValue(config, ref, raw) };
  } catch (error) {
    if (error instanceof Refusal) return { title: parameter, found: raw };
    throw error;
  }
}
