import { parseAbi, toEventSelector } from "viem";
import type { ExecutionState } from "./executor.ts";

/** What Steward asks of an OpenZeppelin Governor, and prepares for it. */
export const governorAbi = parseAbi([
  "function propose(address[] targets, uint256[] values, bytes[] calldatas, string description) returns (uint256)",
  "function queue(address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash) returns (uint256)",
  "function execute(address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash) payable returns (uint256)",
  "function getProposalId(address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash) view returns (uint256)",
  "function latestProposalId() view returns (uint256)",
  "function state(uint256 proposalId) view returns (uint8)",
  "function proposalSnapshot(uint256 proposalId) view returns (uint256)",
  "function proposalDeadline(uint256 proposalId) view returns (uint256)",
  "function proposalEta(uint256 proposalId) view returns (uint256)",
  "function proposalNeedsQueuing(uint256 proposalId) view returns (bool)",
  "function COUNTING_MODE() view returns (string)",
  "function CLOCK_MODE() view returns (string)",
  "function timelock() view returns (address)",
]);

/** What Steward asks of whatever timelock a Governor has, to tell the two kinds apart. */
export const anyTimelockAbi = parseAbi([
  "function getMinDelay() view returns (uint256)",
  "function GRACE_PERIOD() view returns (uint256)",
  "function getOperationState(bytes32 id) view returns (uint8)",
]);

/** The Governor's states in the order of its enumeration. */
export const governorStates: readonly ExecutionState[] = [
  "pending",
  "active",
  "canceled",
  "defeated",
  "succeeded",
  "queued",
  "expired",
  "executed",
];

/** A TimelockController's, in the order of its own. */
export const operationStates = ["unset", "waiting", "ready", "done"] as const;

/** The Governor's events that bring a state about, or move its end, by their first topic. */
export const governorMilestones: Readonly<Record<string, ExecutionState>> = {
  [toEventSelector("ProposalCreated(uint256,address,address[],uint256[],string[],bytes[],uint256,uint256,string)")]:
    "pending",
  [toEventSelector("ProposalExtended(uint256,uint64)")]: "active",
  [toEventSelector("ProposalQueued(uint256,uint256)")]: "queued",
  [toEventSelector("ProposalExecuted(uint256)")]: "executed",
  [toEventSelector("ProposalCanceled(uint256)")]: "canceled",
};
