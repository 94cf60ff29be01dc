import { type Address, encodeFunctionData, getAbiItem, type Hex, pad, toFunctionSignature } from "viem";
import { z } from "zod";
import { call, isCallFailure, resultOf } from "../chain/call.ts";
import type { Read } from "../chain/chain.ts";
import { address, chainId } from "../config/fields.ts";
import type { Action } from "../core/governance/proposal.ts";
import { Refusal } from "../errors.ts";
import {
  type ExecutionSeen,
  type ExecutionState,
  executorKind,
  type Milestones,
  type Prediction,
  type PreparedCall,
} from "./executor.ts";
import { governorAbi, governorStates, milestoneStates, timelockAbi, timelockStates } from "./governor-abi.ts";
import { operationId, proposalId } from "./governor-ids.ts";

const schema = z
  .strictObject({
    kind: z
      .literal("governor")
      .meta({ description: "An OpenZeppelin Governor, with or without a TimelockController.", example: "governor" }),
    chain: chainId.meta({ description: "The chain it lives on." }),
    governor: address.meta({ description: "The Governor; a treasurer proposes to it." }),
    timelock: address.optional().meta({
      description: "Its TimelockController, so that the operation's id is shown and its waiting followed.",
      example: "0x4D9b0aCc5dE2b1b2b1b7aB0D1f2a3C4d5E6F7a8B",
    }),
  })
  .meta({ description: "Proposals to an OpenZeppelin Governor, executed through its timelock." });

type Governor = z.output<typeof schema>;

const OPERATION = "timelock-operation";

/** OpenZeppelin's Governor with a TimelockController. */
export const governor = executorKind("governor", schema, (name, settings) => ({
  name,
  kind: "governor",
  chain: settings.chain,
  predict: (actions, description) => predict(settings, actions, description),
  prepare: (actions, description) => prepare(settings, actions, description),
  follow: (onchainId, predictions) => follow(settings, onchainId, predictions),
  milestones: (onchainId, predictions) => milestones(settings, onchainId, predictions),
}));

function predict(settings: Governor, actions: readonly Action[], description: string): Prediction[] {
  const calls = callsOf(settings, actions);
  const ids = [
    { kind: "governor-proposal", label: "Governor proposal", id: proposalId(calls, description).toString() },
  ];
  if (!settings.timelock) return ids;
  return [
    ...ids,
    { kind: OPERATION, label: "Timelock operation", id: operationId(settings.governor, calls, description) },
  ];
}

function prepare(settings: Governor, actions: readonly Action[], description: string): PreparedCall {
  const { targets, values, calldatas } = callsOf(settings, actions);
  const abi = getAbiItem({ abi: governorAbi, name: "propose" });
  const words = [targets.join(", "), values.join(", "), calldatas.join(", "), description];
  return {
    chain: settings.chain,
    to: settings.governor,
    value: 0n,
    data: encodeFunctionData({ abi: [abi], args: [targets, values, calldatas, description] }),
    signature: toFunctionSignature(abi),
    args: abi.inputs.map((input, index) => ({ name: input.name, type: input.type, value: words[index] ?? "" })),
  };
}

function* follow(settings: Governor, onchainId: string, predictions: readonly Prediction[]): Read<ExecutionSeen> {
  const id = BigInt(onchainId);
  const ask = (
    name: "state" | "proposalSnapshot" | "proposalDeadline" | "proposalEta" | "CLOCK_MODE" | "proposalNeedsQueuing",
    ...args: unknown[]
  ) => call(settings.governor, getAbiItem({ abi: governorAbi, name }), ...args);
  const operation = predictions.find((prediction) => prediction.kind === OPERATION)?.id;
  const results = yield [
    ask("proposalSnapshot", id),
    ask("state", id),
    ask("proposalDeadline", id),
    ask("proposalEta", id),
    ask("CLOCK_MODE"),
    ask("proposalNeedsQueuing", id),
    ...(settings.timelock && operation
      ? [call(settings.timelock, getAbiItem({ abi: timelockAbi, name: "getOperationState" }), operation)]
      : []),
  ];
  const snapshot = resultOf<bigint>(results[0]);
  // A Governor answers zero for an id it does not know; only `state` reverts, and that could have other causes.
  if (snapshot === 0n) return { state: "waiting", facts: {} };
  return { state: stateWord(resultOf<number>(results[1])), facts: factsOf(snapshot, results) };
}

function factsOf(
  snapshot: bigint,
  [, , deadline, eta, clock, needsQueuing, operation]: readonly unknown[],
): Record<string, string> {
  const facts: Record<string, string> = {
    clock: !isCallFailure(clock) && String(clock).startsWith("mode=timestamp") ? "timestamp" : "block",
    snapshot: snapshot.toString(),
    deadline: resultOf<bigint>(deadline).toString(),
  };
  if (!isCallFailure(eta) && resultOf<bigint>(eta) !== 0n) facts["eta"] = resultOf<bigint>(eta).toString();
  // A Governor without a timelock executes what has passed; older ones cannot tell.
  if (needsQueuing === false) facts["queuing"] = "none";
  const word = operation === undefined || isCallFailure(operation) ? undefined : timelockStates[Number(operation)];
  if (word !== undefined && word !== "unset") facts["operation"] = word;
  return facts;
}

function milestones(settings: Governor, onchainId: string, predictions: readonly Prediction[]): Milestones {
  const id = pad(`0x${BigInt(onchainId).toString(16)}`, { size: 32 });
  const operation = predictions.find((prediction) => prediction.kind === OPERATION)?.id;
  const addresses: Address[] = [settings.governor, ...(settings.timelock ? [settings.timelock] : [])];
  return {
    filter: { addresses, topics: Object.keys(milestoneStates) as Hex[] },
    stateOf: (log) => {
      // The Governor's own events carry the id as their first word; the timelock's, as a topic.
      const about = log.address === settings.governor ? log.data.slice(0, 66) === id : log.topics[1] === operation;
      return about ? milestoneStates[log.topics[0] ?? "0x"] : undefined;
    },
  };
}

function callsOf(settings: Governor, actions: readonly Action[]) {
  if (actions.length === 0) throw new Refusal("There is nothing to carry out.");
  if (actions.some((action) => action.chain !== settings.chain)) {
    throw new Refusal("This executor can only act on its own chain.", { context: { chain: settings.chain } });
  }
  return {
    targets: actions.map((action) => action.target),
    values: actions.map((action) => action.value),
    calldatas: actions.map((action) => action.calldata),
  };
}

function stateWord(state: number): ExecutionState {
  const word = governorStates[state];
  if (word) return word;
  throw new Refusal(`The Governor answered with a state nobody knows (${state}).`);
}
