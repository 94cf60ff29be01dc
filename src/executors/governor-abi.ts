import { parseAbi, toEventSelector } from "viem";
import type { ExecutionState } from "./executor.ts";

/** What Steward asks of an OpenZeppelin Governor. */
export const governorAbi = parseAbi([
  "function propose(address[] targets, uint256[] values, bytes[] calldatas, string description) returns (uint256)",
  "function state(uint256 proposalId) view returns (uint8)",
  "function proposalSnapshot(uint256 proposalId) view returns (uint256)",
  "function proposalDeadline(uint256 proposalId) view returns (uint256)",
  "function proposalEta(uint256 proposalId) view returns (uint256)",
  "function CLOCK_MODE() view returns (string)",
  "function proposalNeedsQueuing(uint256 proposalId) view returns (bool)",
]);

/** What Steward asks of a TimelockController. */
export const timelockAbi = parseAbi(["function getOperationState(bytes32 id) view returns (uint8)"]);

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

/** The timelock's, in the order of its own. */
export const timelockStates = ["unset", "waiting", "ready", "done"] as const;

/** The events that bring a state about, by their first topic; the timelock's stand for an execution past the Governor. */
export const milestoneStates: Readonly<Record<string, ExecutionState>> = {
  [toEventSelector("ProposalCreated(uint256,address,address[],uint256[],string[],bytes[],uint256,uint256,string)")]:
    "pending",
  [toEventSelector("ProposalQueued(uint256,uint256)")]: "queued",
  [toEventSelector("ProposalExecuted(uint256)")]: "executed",
  [toEventSelector("ProposalCanceled(uint256)")]: "canceled",
  [toEventSelector("CallExecuted(bytes32,uint256,address,uint256,bytes)")]: "executed",
  [toEventSelector("Cancelled(bytes32)")]: "canceled",
};
