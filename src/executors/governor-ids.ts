import {
  type Address,
  encodeAbiParameters,
  type Hex,
  keccak256,
  pad,
  parseAbiParameters,
  stringToBytes,
  toHex,
} from "viem";

/** Calls as a Governor hashes them. */
export type GovernorCalls = { targets: readonly Address[]; values: readonly bigint[]; calldatas: readonly Hex[] };

const ID_LAYOUT = parseAbiParameters("address[], uint256[], bytes[], bytes32");
const OPERATION_LAYOUT = parseAbiParameters("address[], uint256[], bytes[], bytes32, bytes32");

/** The id an OpenZeppelin Governor gives to a proposal; neither chain nor Governor is part of it. */
export function proposalId({ targets, values, calldatas }: GovernorCalls, description: string): bigint {
  return BigInt(keccak256(encodeAbiParameters(ID_LAYOUT, [targets, values, calldatas, descriptionHash(description)])));
}

/** The id its TimelockController gives to the operation once queued: no predecessor, and a salt made of Governor and description. */
export function operationId(
  governor: Address,
  { targets, values, calldatas }: GovernorCalls,
  description: string,
): Hex {
  const left = BigInt(pad(governor, { dir: "right", size: 32 }));
  const salt = toHex(left ^ BigInt(descriptionHash(description)), { size: 32 });
  return keccak256(encodeAbiParameters(OPERATION_LAYOUT, [targets, values, calldatas, pad("0x0", { size: 32 }), salt]));
}

function descriptionHash(description: string): Hex {
  return keccak256(stringToBytes(description));
}
