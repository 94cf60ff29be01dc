import { type Address, getAbiItem, type Hex, toEventSelector } from "viem";
import { z } from "zod";
import { call, isCallFailure, resultOf } from "../chain/call.ts";
import type { RawLog, Read } from "../chain/chain.ts";
import { address, chainId } from "../config/fields.ts";
import { Refusal } from "../errors.ts";
import { type Calls, callsOf, descriptionHash, stepOf } from "./calls.ts";
import {
  type ExecutionSeen,
  type ExecutionState,
  type ExecutorAction,
  executorKind,
  finalStates,
  type Milestones,
  type Step,
  type Survey,
  WAITING,
} from "./executor.ts";
import { DONE, timelockAbi, timelockEvents } from "./timelock-abi.ts";
import { NO_PREDECESSOR, scheduledId } from "./timelock-ids.ts";
import { watchTimelock } from "./timelock-watch.ts";

const schema = z
  .strictObject({
    kind: z
      .literal("timelock")
      .meta({ description: "An OpenZeppelin TimelockController, without a Governor.", example: "timelock" }),
    chain: chainId.meta({ description: "The chain it lives on." }),
    timelock: address.meta({ description: "The TimelockController; a treasurer who is proposer there schedules." }),
  })
  .meta({ description: "Operations scheduled on a TimelockController by a treasurer, executed after its delay." });

type Timelock = z.output<typeof schema>;

/** OpenZeppelin's TimelockController, scheduled on by a treasurer. */
export const timelock = executorKind("timelock", schema, (name, settings) => ({
  name,
  kind: "timelock",
  chain: settings.chain,
  address: settings.timelock,
  account: settings.timelock,
  survey: () => survey(settings),
  renew,
  slot: () => undefined,
  predict: (actions, description) => [
    { kind: "timelock-operation", label: "Timelock operation", id: idOf(settings, actions, description) },
  ],
  prepare: (actions, description, frozen) => prepare(settings, callsOf(settings.chain, actions), description, frozen),
  files: () => [],
  borrowed: () => [],
  follow: (onchainId, _, last) => follow(settings, onchainId as Hex, last),
  milestones: (onchainId) => milestones(settings, onchainId),
  watch: watchTimelock(settings.timelock),
  news: [],
  // What was cancelled can be scheduled again, with the same id and by anybody who is proposer: it stays watched.
  final: finalStates,
}));

function* survey({ timelock: at }: Timelock): Read<Survey> {
  const [delay, known] = yield [ask(at, "getMinDelay"), ask(at, "getTimestamp", NO_PREDECESSOR)];
  if (isCallFailure(delay) || isCallFailure(known)) {
    throw new Refusal(`There is no TimelockController at ${at}.`, {
      hint: "A maintainer has to correct `timelock` in Steward's config.",
    });
  }
  return { delay: String(delay) };
}

/** The delay is part of what was frozen; a longer one would be refused by the contract. */
function renew(frozen: Survey, now: Survey): Survey {
  if (BigInt(now["delay"] ?? 0) <= BigInt(frozen["delay"] ?? 0)) return frozen;
  throw new Refusal(
    `The timelock's shortest delay has grown since the vote opened: it was ${frozen["delay"]} s, it is ${now["delay"]} s.`,
    { hint: "The contract would refuse the call that was voted on; a new vote is needed." },
  );
}

function idOf({ chain }: Timelock, actions: readonly ExecutorAction[], description: string): Hex {
  return scheduledId(callsOf(chain, actions), descriptionHash(description));
}

function prepare({ chain, timelock: to }: Timelock, calls: Calls, description: string, frozen: Survey): Step[] {
  const salt = descriptionHash(description);
  const isSingle = calls.targets.length === 1;
  const content = isSingle
    ? [calls.targets[0], calls.values[0], calls.calldatas[0]]
    : [calls.targets, calls.values, calls.calldatas];
  const delay = BigInt(frozen["delay"] ?? 0);
  const schedule = getAbiItem({ abi: timelockAbi, name: isSingle ? "schedule" : "scheduleBatch" });
  const execute = getAbiItem({ abi: timelockAbi, name: isSingle ? "execute" : "executeBatch" });
  return [
    stepOf(
      { name: "schedule", sender: "a proposer of the timelock", due: ["waiting", "canceled"], chain, to },
      schedule,
      [...content, NO_PREDECESSOR, salt, delay],
    ),
    stepOf(
      {
        name: "execute",
        sender: "an executor of the timelock, or anybody where it is open",
        due: ["ready"],
        chain,
        to,
      },
      execute,
      [...content, NO_PREDECESSOR, salt],
    ),
  ];
}

function* follow({ timelock: at }: Timelock, id: Hex, last: ExecutionSeen | undefined): Read<ExecutionSeen> {
  const [timestamp, ready] = yield [ask(at, "getTimestamp", id), ask(at, "isOperationReady", id)];
  const eta = resultOf<bigint>(timestamp);
  if (eta === DONE) return { state: "executed", facts: {} };
  if (eta > DONE) return { state: resultOf<boolean>(ready) ? "ready" : "queued", facts: { eta: eta.toString() } };
  // A timelock forgets what was cancelled; whoever saw it scheduled knows what became of it.
  return last === undefined || last.state === "waiting" ? WAITING : { state: "canceled", facts: { again: "possible" } };
}

const tellings: Readonly<Record<string, ExecutionState>> = Object.fromEntries(
  timelockEvents.map((event, index) => [
    toEventSelector(event),
    (["queued", "executed", "canceled"] as const)[index] ?? "queued",
  ]),
);

/** The states that a timelock's logs about an operation bring about, by first topic. */
export function timelockState(log: RawLog, operation: string): ExecutionState | undefined {
  return log.topics[1] === operation ? tellings[log.topics[0] ?? "0x"] : undefined;
}

/** The first topics of those logs. */
export const timelockTopics = Object.keys(tellings) as Hex[];

function milestones({ timelock: at }: Timelock, onchainId: string): Milestones {
  return {
    filter: { addresses: [at], topics: timelockTopics, indexed: [[onchainId as Hex]] },
    find: (logs, { state }) => ({ state, log: logs.findLast((log) => timelockState(log, onchainId) === state) }),
  };
}

function ask(at: Address, name: "getMinDelay" | "getTimestamp" | "isOperationReady", ...args: unknown[]) {
  return call(at, getAbiItem({ abi: timelockAbi, name }), ...args);
}
