import { type Address, getAbiItem, type Hex, pad } from "viem";
import { call, isCallFailure, resultOf } from "../chain/call.ts";
import type { RawLog, Read } from "../chain/chain.ts";
import { Refusal } from "../errors.ts";
import { callsOf, descriptionHash } from "./calls.ts";
import { type ExecutionSeen, type ExecutionState, type Mandate, type Milestones, WAITING } from "./executor.ts";
import { anyTimelockAbi, governorAbi, governorMilestones, governorStates, operationStates } from "./governor-abi.ts";
import { type GovernorPlace, queuedId } from "./governor-ids.ts";
import { clockOf } from "./governor-modes.ts";
import { timelockState, timelockTopics } from "./timelock.ts";

/** How a proposal stands, recognised by its content whoever sent it. */
export function* followGovernor(settings: GovernorPlace, onchainId: string, mandate: Mandate): Read<ExecutionSeen> {
  const isNumbered = mandate.survey["ids"] === "sequential";
  const id = isNumbered ? yield* numberOf(settings, mandate) : BigInt(onchainId);
  if (id === undefined) return WAITING;
  const results = yield [
    ask(settings.governor, "proposalSnapshot", id),
    ask(settings.governor, "state", id),
    ask(settings.governor, "proposalDeadline", id),
    ask(settings.governor, "proposalEta", id),
    ask(settings.governor, "CLOCK_MODE"),
    ask(settings.governor, "proposalNeedsQueuing", id),
    ...timelockCalls(settings, mandate),
  ];
  const snapshot = resultOf<bigint>(results[0]);
  // A Governor answers zero for an id it does not know; only `state` reverts, and that could have other causes.
  if (snapshot === 0n) return WAITING;
  const facts = factsOf(snapshot, results, mandate);
  return {
    state: stateWord(resultOf<number>(results[1])),
    facts: isNumbered ? { ...facts, proposal: id.toString() } : facts,
  };
}

/** The number that a Governor which counts its proposals gave to this one; undefined before it was proposed. */
function* numberOf({ chain, governor }: GovernorPlace, { actions, description }: Mandate): Read<bigint | undefined> {
  const { targets, values, calldatas } = callsOf(chain, actions);
  const [number, latest] = yield [
    ask(governor, "getProposalId", targets, values, calldatas, descriptionHash(description)),
    ask(governor, "latestProposalId"),
  ];
  // It refuses for a content it does not know; one that does not answer at all is no such Governor any more.
  resultOf(latest);
  return isCallFailure(number) ? undefined : resultOf<bigint>(number);
}

function timelockCalls(settings: GovernorPlace, { actions, description, survey }: Mandate) {
  if (settings.timelock === undefined) return [];
  if (survey["timelock"] === "compound")
    return [call(settings.timelock, getAbiItem({ abi: anyTimelockAbi, name: "GRACE_PERIOD" }))];
  const operation = queuedId(settings, callsOf(settings.chain, actions), description, survey);
  return [call(settings.timelock, getAbiItem({ abi: anyTimelockAbi, name: "getOperationState" }), operation)];
}

function factsOf(
  snapshot: bigint,
  [, , deadline, eta, clock, needsQueuing, timelock]: readonly unknown[],
  { survey }: Mandate,
): Record<string, string> {
  const facts: Record<string, string> = {
    clock: clockOf(isCallFailure(clock) ? undefined : String(clock)),
    snapshot: snapshot.toString(),
    deadline: resultOf<bigint>(deadline).toString(),
  };
  const ready = isCallFailure(eta) ? 0n : resultOf<bigint>(eta);
  if (ready !== 0n) facts["eta"] = ready.toString();
  // A Governor without a timelock executes what has passed; older ones cannot tell.
  if (needsQueuing === false) facts["queuing"] = "none";
  if (timelock === undefined || isCallFailure(timelock)) return facts;
  if (survey["timelock"] === "compound") {
    if (ready !== 0n) facts["expires"] = (ready + resultOf<bigint>(timelock)).toString();
    return facts;
  }
  const word = operationStates[Number(timelock)];
  if (word !== undefined && word !== "unset") facts["operation"] = word;
  return facts;
}

/** The logs of Governor and timelock that tell of a proposal; the timelock's stand for what was done past the Governor. */
export function governorLogs(settings: GovernorPlace, onchainId: string, mandate: Mandate): Milestones {
  const { actions, description, survey } = mandate;
  const operation = queuedId(settings, callsOf(settings.chain, actions), description, survey);
  const addresses: Address[] = [settings.governor, ...(operation === undefined ? [] : [settings.timelock ?? "0x"])];
  const stateOf = (log: RawLog, id: Hex): ExecutionState | undefined => {
    if (log.address !== settings.governor) return timelockState(log, operation ?? "");
    // Of the Governor's own events only the newer ones have the id indexed.
    const about = log.topics[1] ?? log.data.slice(0, 66);
    return about === id ? governorMilestones[log.topics[0] ?? "0x"] : undefined;
  };
  return {
    filter: {
      addresses,
      topics: [...(Object.keys(governorMilestones) as Hex[]), ...(operation === undefined ? [] : timelockTopics)],
    },
    find: (logs, { state, facts }) => {
      const id = pad(`0x${BigInt(facts["proposal"] ?? onchainId).toString(16)}`, { size: 32 });
      return { state, log: logs.findLast((log) => stateOf(log, id) === state) };
    },
  };
}

function stateWord(state: number): ExecutionState {
  const word = governorStates[state];
  if (word) return word;
  throw new Refusal(`The Governor answered with a state nobody knows (${state}).`);
}

function ask(
  at: Address,
  name:
    | "state"
    | "proposalSnapshot"
    | "proposalDeadline"
    | "proposalEta"
    | "CLOCK_MODE"
    | "proposalNeedsQueuing"
    | "getProposalId"
    | "latestProposalId",
  ...args: unknown[]
) {
  return call(at, getAbiItem({ abi: governorAbi, name }), ...args);
}
