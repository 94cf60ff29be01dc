import { listVotes } from "../../db/votes.ts";
import type { App } from "../app.ts";
import { valueChangesOf } from "../core/governance/proposal.ts";
import { Transient } from "../errors.ts";
import {
  describeBounds,
  findParameter,
  formatValue,
  listParameters,
  type ParameterRef,
  readParameter,
} from "../parameters/registry.ts";
import { nameChain } from "./name-chain.ts";

/** A parameter as it stands on chain. */
export type ParameterView = {
  id: string;
  title: string;
  description: string;
  /** As members read it, at the block; or why it is not known. */
  value: { known: string } | { unknown: string };
  block: bigint | undefined;
  /** Unix seconds of that block. */
  at: number | undefined;
  chainName: string;
  target: string;
  bounds: string | undefined;
  /** Name of the executor that may change it. */
  executor: string;
  /** The newest proposal about it. */
  lastProposal: number | undefined;
};

/** Every parameter, or the one of that id, read at one newest final block per chain; what cannot be read is said. */
export async function describeParameters(app: App, id?: string): Promise<ParameterView[]> {
  const refs = id === undefined ? listParameters(app.config) : [findParameter(app.config, id)];
  const chains = [...new Set(refs.map(({ config }) => config.chain))];
  const views = await Promise.all(
    chains.map((chain) =>
      readChain(
        app,
        chain,
        refs.filter(({ config }) => config.chain === chain),
      ),
    ),
  );
  const byId = new Map(views.flat().map((view) => [view.id, view]));
  return refs.flatMap((ref) => byId.get(ref.id) ?? []);
}

/** Ids and titles of all parameters, from the config alone. */
export function nameParameters(app: App): { id: string; title: string }[] {
  return listParameters(app.config).map(({ id, title }) => ({ id, title }));
}

async function readChain(app: App, chainId: number, refs: readonly ParameterRef[]): Promise<ParameterView[]> {
  const newest = newestProposals(app);
  const chainName = nameChain(app, chainId);
  const base = (ref: ParameterRef) => ({
    id: ref.id,
    title: ref.title,
    description: ref.config.description,
    chainName,
    target: ref.config.target,
    bounds: describeBounds(app.config, ref),
    executor: ref.config.executor,
    lastProposal: newest.get(ref.id),
  });
  try {
    const chain = app.chains.get(chainId);
    const block = await chain.finalized();
    const outcomes = await chain.readAll(block, refs.map(readParameter));
    return refs.map((ref, index) => {
      const outcome = outcomes[index];
      const value = outcome?.ok
        ? { known: formatValue(app.config, ref, outcome.value) }
        : { unknown: outcome?.reason ?? "not read" };
      return { ...base(ref), value, block: block.number, at: block.timestamp };
    });
  } catch (error) {
    if (!(error instanceof Transient)) throw error;
    const value = { unknown: `${chainName} cannot be reached` };
    return refs.map((ref) => ({ ...base(ref), value, block: undefined, at: undefined }));
  }
}

function newestProposals(app: App): Map<string, number> {
  const newestFirst = listVotes(app.db);
  return new Map(
    [...newestFirst]
      .reverse()
      .flatMap(({ id, actions }) =>
        actions.flatMap((action) => valueChangesOf(action).map(({ parameter }) => [parameter, id] as const)),
      ),
  );
}
