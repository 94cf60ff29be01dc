import { type Address, type Hex, parseAbi, toEventSelector } from "viem";
import type { RawLog } from "../chain/chain.ts";
import { decodeLog } from "./decode-log.ts";
import type { SeenCall, Sighting, SightingStep, Watch } from "./executor.ts";
import { type GovernorPlace, proposalId } from "./governor-ids.ts";
import { operations, operationTopics } from "./timelock-watch.ts";

const plain = parseAbi([
  "event ProposalCreated(uint256 proposalId, address proposer, address[] targets, uint256[] values, string[] signatures, bytes[] calldatas, uint256 voteStart, uint256 voteEnd, string description)",
  "event ProposalQueued(uint256 proposalId, uint256 etaSeconds)",
  "event ProposalExecuted(uint256 proposalId)",
  "event ProposalCanceled(uint256 proposalId)",
]);

const indexed = parseAbi([
  "event ProposalCreated(uint256 indexed proposalId, address proposer, address[] targets, uint256[] values, string[] signatures, bytes[] calldatas, uint256 voteStart, uint256 voteEnd, string description)",
  "event ProposalQueued(uint256 indexed proposalId, uint256 etaSeconds)",
  "event ProposalExecuted(uint256 indexed proposalId)",
  "event ProposalCanceled(uint256 indexed proposalId)",
]);

const steps: Readonly<Record<string, SightingStep>> = {
  ProposalQueued: "queued",
  ProposalExecuted: "executed",
  ProposalCanceled: "cancelled",
};

const KINDS = ["governor-proposal", "governor-content"];

/** Everything that is proposed to a Governor, and what its timelock does. */
export function watchGovernor({ governor, timelock }: GovernorPlace): Watch {
  const addresses = timelock === undefined ? [governor] : [governor, timelock];
  const topics = plain.map((event) => toEventSelector(event));
  return {
    filter: { addresses, topics: timelock === undefined ? topics : [...topics, ...operationTopics] },
    sightings: (logs) => {
      const queued = timelock === undefined ? [] : operations(logs, timelock);
      // What a timelock tells of has its calls with it; the Governor's word about the same would be said twice.
      const told = new Set(queued.map(({ log }) => log.transactionHash));
      const own = logs.flatMap((log) => (log.address === governor ? (proposed(log) ?? []) : []));
      const kept = own.filter(({ step, log }) => step === "proposed" || !told.has(log.transactionHash));
      return [...kept, ...queued].sort(byPlace);
    },
    callsIn: () => undefined,
    later: () => [],
  };
}

function proposed(log: RawLog): Sighting | undefined {
  const told = decodeLog([plain, indexed], log);
  if (told === undefined) return undefined;
  const id = told.args.proposalId.toString();
  const about = { contract: log.address, id, log };
  if (told.eventName !== "ProposalCreated") {
    const step = steps[told.eventName] ?? "executed";
    return {
      ...about,
      step,
      asked: { kinds: KINDS, id },
      calls: undefined,
      by: undefined,
      description: undefined,
    };
  }
  const { proposer, targets, values, signatures, calldatas, description } = told.args;
  const calls: SeenCall[] = targets.map((target, index) => ({
    target,
    value: values[index] ?? 0n,
    calldata: calldatas[index] ?? ("0x" as Hex),
  }));
  // A Governor that counts its proposals gives numbers; the content is what a vote here knows it by.
  const isPlain = signatures.every((signature) => signature === "");
  const content = isPlain ? proposalId({ targets, values, calldatas }, description).toString() : id;
  return {
    ...about,
    step: "proposed",
    asked: { kinds: KINDS, id: content },
    calls,
    by: proposer as Address,
    description,
  };
}

function byPlace({ log: a }: Sighting, { log: b }: Sighting): number {
  return Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex;
}
