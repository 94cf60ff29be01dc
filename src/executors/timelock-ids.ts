import { encodeAbiParameters, type Hex, keccak256, pad, parseAbiParameters } from "viem";
import type { Calls } from "./calls.ts";

/** What an operation has to wait for; Steward's wait for nothing. */
export const NO_PREDECESSOR: Hex = pad("0x", { size: 32 });

const SINGLE = parseAbiParameters("address, uint256, bytes, bytes32, bytes32");
const BATCH = parseAbiParameters("address[], uint256[], bytes[], bytes32, bytes32");

/** The id a TimelockController gives to a batch of calls without a predecessor. */
export function hashBatch({ targets, values, calldatas }: Calls, salt: Hex): Hex {
  return keccak256(encodeAbiParameters(BATCH, [targets, values, calldatas, NO_PREDECESSOR, salt]));
}

/** The id it gives to what is scheduled: one call is hashed as such, several as a batch. */
export function scheduledId(calls: Calls, salt: Hex): Hex {
  const [target, value, calldata] = [calls.targets[0], calls.values[0], calls.calldatas[0]];
  if (calls.targets.length !== 1 || target === undefined || value === undefined || calldata === undefined)
    return hashBatch(calls, salt);
  return keccak256(encodeAbiParameters(SINGLE, [target, value, calldata, NO_PREDECESSOR, salt]));
}
