import { type Address, isAddressEqual } from "viem";
import type { App } from "../../app.ts";
import type { Block, Chain, Outcome, Simulation } from "../../chain/chain.ts";
import type { Note } from "../../core/governance/lint/rules.ts";
import { type Action, valueChangesOf } from "../../core/governance/proposal.ts";
import type { Effect, Scrutiny } from "../../core/governance/scrutiny.ts";
import type { NameCoin, SeenParameter } from "../../core/governance/simulation/facts.ts";
import { judgeSimulation } from "../../core/governance/simulation/judge.ts";
import { Refusal } from "../../errors.ts";
import type { BoundExecutor } from "../../executors/executor.ts";
import { formatValue, listParameters, type ParameterRef, readParameter } from "../../parameters/registry.ts";
import { findCoin } from "./plan-transfer.ts";

/** So many parameters are read after the calls; those that are set come first. */
const MOST_READ = 300;

/** What the calls were found to do. */
export type Simulated = Pick<Scrutiny, "way" | "traced"> & { effects: Effect[]; notes: Note[] };

/** Makes the calls in the account's name on top of a block, reads every parameter of the config after them, and says what that means. */
export async function simulateActions(
  app: App,
  {
    actions,
    executor,
    chain,
    block,
  }: { actions: readonly Action[]; executor: BoundExecutor; chain: Chain; block: Block },
): Promise<Simulated> {
  const refs = readable(app, actions, executor.chain);
  const calls = actions.map(({ target, value, calldata }) => ({ to: target, value, data: calldata }));
  const account = executor.account;
  const made = await chain.simulate(block, { account, calls }, refs.map(readParameter));
  const before = await readBefore(chain, block, account, refs, made);
  const parameters = refs.map((ref, index) => seenOf(app, ref, before[index], made.reads[index]));
  const { effects, notes } = judgeSimulation({
    ...{ actions, account, parameters },
    tokenOf: (name) => findCoin(app, executor.chain, name).address,
    nameCoin: nameCoinOf(app, executor.chain),
    ...{ way: made.way, refused: made.refused, calls: made.calls, gas: made.gas, storage: made.storage },
  });
  return { way: made.way, traced: made.storage !== undefined, effects, notes };
}

/** Without the calls, but in the same next block: what goes with the time has changed in both, and counts for nothing. */
async function readBefore(
  chain: Chain,
  block: Block,
  account: Address,
  refs: readonly ParameterRef[],
  { way, refused }: Simulation<string>,
): Promise<readonly Outcome<string>[]> {
  if (way === "calls" || refused !== undefined || refs.length === 0) return [];
  return (await chain.simulate(block, { account, calls: [] }, refs.map(readParameter))).reads;
}

function readable(app: App, actions: readonly Action[], chain: number): ParameterRef[] {
  const set = new Set(actions.flatMap(valueChangesOf).map(({ parameter }) => parameter));
  const all = listParameters(app.config).filter(({ config }) => config.chain === chain);
  return [...all.filter(({ id }) => set.has(id)), ...all.filter(({ id }) => !set.has(id))].slice(0, MOST_READ);
}

function seenOf(
  app: App,
  ref: ParameterRef,
  before: Outcome<string> | undefined,
  after: Outcome<string> | undefined,
): SeenParameter {
  const raw = (outcome: Outcome<string> | undefined) => (outcome?.ok ? outcome.value : undefined);
  const words = (value: string) => formatValue(app.config, ref, value);
  return { id: ref.id, title: ref.title, before: raw(before), after: raw(after), words };
}

function nameCoinOf(app: App, chain: number): NameCoin {
  return (token) => {
    const name = Object.entries(app.config.tokens).find(
      ([, one]) => token !== undefined && one.chain === chain && isAddressEqual(one.address, token),
    )?.[0];
    if (token !== undefined && name === undefined) return undefined;
    try {
      return findCoin(app, chain, name);
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  };
}
