import { type Address, encodeFunctionData, getAddress, type Hex, numberToHex } from "viem";
import { Transient } from "../errors.ts";
import { decodeCall, revertedCall } from "./call-result.ts";
import type { Block, Call, Chain, Conduct, Outcome, Read, SimulatedCall, Simulation } from "./chain.ts";
import type { Pool } from "./failover.ts";
import { type Provider, payloadOf } from "./provider.ts";
import { ProviderFailure } from "./provider-failure.ts";
import { runReads } from "./rounds.ts";
import type { RpcAnswer } from "./rpc.ts";
import { isRevert, type StateReader } from "./state.ts";
import { traceStorage } from "./trace-storage.ts";

/** A block as `eth_simulateV1` answers it, as far as it is used. */
type AnsweredBlock = { gasUsed: Hex; gasLimit: Hex; calls: readonly AnsweredCall[] };
type AnsweredCall = { status: Hex; returnData?: Hex; error?: { data?: unknown }; logs?: readonly AnsweredLog[] };
type AnsweredLog = { address: Address; topics: readonly Hex[]; data: Hex };

type Made = Pick<Simulation<never>, "refused" | "calls" | "gas"> & { views: readonly AnsweredCall[] };

/** Why a node would not make calls at all, told by its message: it is the calls' fault, not the node's. */
const REFUSED = /insufficient|gas limit|intrinsic gas|exceeds/i;

/**
 * Makes calls on top of a block with `eth_simulateV1`, all in one block and in their order, and the view calls of the reads in
 * the next. Where no node offers that, each call is tried by itself with `eth_call`. Storage is traced where a node does that.
 */
export function createSimulator(pool: Pool, state: StateReader): Chain["simulate"] {
  return async <T>(block: Block, conduct: Conduct, reads: readonly Read<T>[]): Promise<Simulation<T>> => {
    const inBlock = await orElse(() =>
      pool.use("a simulation", (provider) => simulateBlock(state, provider, block, conduct, reads)),
    );
    if (inBlock === undefined)
      return pool.use("calls to be tried", (provider) => tryEach(state, provider, block, conduct));
    if (inBlock.refused !== undefined || inBlock.calls.some(({ revert }) => revert !== undefined)) return inBlock;
    const storage = await orElse(() =>
      pool.use("a trace of storage", (provider) => traceStorage(state, provider, block, conduct)),
    );
    return { ...inBlock, storage };
  };
}

async function orElse<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Transient) return undefined;
    throw error;
  }
}

async function simulateBlock<T>(
  state: StateReader,
  provider: Provider,
  block: Block,
  conduct: Conduct,
  reads: readonly Read<T>[],
): Promise<Simulation<T>> {
  let made: Made | undefined;
  const found: Outcome<T>[] = await runReads(reads, async (calls) => {
    const round = await make(state, provider, block, conduct, calls);
    made ??= round;
    return calls.map((call, index) => resultOf(call, round.views[index]));
  });
  made ??= await make(state, provider, block, conduct, []);
  const { refused, calls, gas } = made;
  return { block, way: "block", refused, calls, gas, reads: refused === undefined ? found : [], storage: undefined };
}

async function make(
  state: StateReader,
  provider: Provider,
  block: Block,
  conduct: Conduct,
  views: readonly Call[],
): Promise<Made> {
  const viewed = views.map(({ address, abi, args }) => ({
    to: address,
    data: encodeFunctionData({ abi: [abi], functionName: abi.name, args }),
  }));
  const blocks = [{ calls: requestsOf(conduct) }, ...(viewed.length === 0 ? [] : [{ calls: viewed }])];
  const params = [{ blockStateCalls: blocks, traceTransfers: true, validation: false }];
  const [answer] = await state(provider, block, [{ method: "eth_simulateV1", params }]);
  const refused = refusalOf(answer);
  if (refused !== undefined) return { refused, calls: [], gas: undefined, views: [] };
  const [made, after] = blocksOf(payloadOf(answer), conduct.calls.length, viewed.length);
  return {
    refused: undefined,
    calls: made.calls.map(callOf),
    gas: { used: BigInt(made.gasUsed), limit: BigInt(made.gasLimit) },
    views: after?.calls ?? [],
  };
}

function requestsOf({ account, calls }: Conduct) {
  return calls.map(({ to, value, data }) => ({ from: account, to, value: numberToHex(value), data }));
}

function blocksOf(body: unknown, calls: number, views: number): [AnsweredBlock, AnsweredBlock | undefined] {
  const [made, after] = (Array.isArray(body) ? body : []) as (AnsweredBlock | undefined)[];
  if (made?.calls?.length !== calls || (views > 0 && after?.calls?.length !== views))
    throw new ProviderFailure("unfit", "answered with something that is not a simulation");
  return [made, after];
}

function callOf({ status, returnData = "0x", error, logs = [] }: AnsweredCall): SimulatedCall {
  const isDone = BigInt(status) === 1n;
  const data = typeof error?.data === "string" ? (error.data as Hex) : returnData;
  return {
    revert: isDone ? undefined : data,
    answer: isDone ? returnData : "0x",
    logs: logs.map(({ address, topics, data }) => ({ address: getAddress(address), topics, data })),
  };
}

function resultOf(call: Call, answered: AnsweredCall | undefined): unknown {
  if (answered === undefined) return { failed: "was not asked" };
  const { revert, answer } = callOf(answered);
  return revert === undefined ? decodeCall(call, answer) : revertedCall(call, revert);
}

function refusalOf(answer: RpcAnswer | undefined): string | undefined {
  if (answer === undefined || !("refused" in answer)) return undefined;
  const { code, message } = answer.refused;
  return (code <= -38_000 && code > -39_000) || REFUSED.test(message) ? message : undefined;
}

/** All that can be learnt without simulation: whether each call, as the chain stands, would be refused. */
async function tryEach(
  state: StateReader,
  provider: Provider,
  block: Block,
  conduct: Conduct,
): Promise<Simulation<never>> {
  const requests = requestsOf(conduct).map((call) => ({ method: "eth_call" as const, params: [call] }));
  const answers = await state(provider, block, requests);
  const refused = answers.map(refusalOf).find((one) => one !== undefined);
  const calls = answers.map((answer): SimulatedCall => {
    if (!("refused" in answer) || !isRevert(answer))
      return {
        revert: undefined,
        answer: refusalOf(answer) === undefined ? (payloadOf(answer) as Hex) : "0x",
        logs: [],
      };
    const { data } = answer.refused;
    return { revert: typeof data === "string" ? (data as Hex) : "0x", answer: "0x", logs: [] };
  });
  return { block, way: "calls", refused, calls, gas: undefined, reads: [], storage: undefined };
}
