import { type Address, encodeAbiParameters, type Hex, keccak256, pad, parseAbiParameters, toHex } from "viem";
import { type Calls, descriptionHash } from "./calls.ts";
import type { Survey } from "./executor.ts";
import { hashBatch } from "./timelock-ids.ts";

/** Where a Governor lives, and its timelock where the config names one. */
export type GovernorPlace = { chain: number; governor: Address; timelock?: Address | undefined };

const ID_LAYOUT = parseAbiParameters("address[], uint256[], bytes[], bytes32");

/** The id an OpenZeppelin Governor gives to a proposal by its content; neither chain nor Governor is part of it. */
export function proposalId({ targets, values, calldatas }: Calls, description: string): bigint {
  return BigInt(keccak256(encodeAbiParameters(ID_LAYOUT, [targets, values, calldatas, descriptionHash(description)])));
}

/** The id its TimelockController gives to the operation once queued: no predecessor, and a salt made of Governor and description. */
export function operationId(governor: Address, calls: Calls, description: string): Hex {
  const left = BigInt(pad(governor, { dir: "right", size: 32 }));
  return hashBatch(calls, toHex(left ^ BigInt(descriptionHash(description)), { size: 32 }));
}

/** The id of the operation that a Governor will queue; undefined where it queues none that has one. */
export function queuedId({ governor, timelock }: GovernorPlace, calls: Calls, description: string, survey: Survey) {
  if (timelock === undefined || survey["timelock"] === "compound") return undefined;
  return operationId(governor, calls, description);
}
