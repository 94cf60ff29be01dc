import { type Address, encodeAbiParameters, type Hex, keccak256, parseAbiParameters, stringToHex } from "viem";
import type { Action } from "./proposal.ts";

const layout = parseAbiParameters(
  "uint256 chainId, address executor, address[] targets, uint256[] values, bytes[] calldatas, uint8[] operation, bytes32 descriptionHash",
);

/** An ordinary call; Steward never asks for a delegatecall. */
const CALL = 0;

/** What is hashed: the calls in their order, who makes them, where, and the description they carry. */
export type HashedActions = {
  chain: number;
  executor: Address;
  actions: readonly Pick<Action, "target" | "value" | "calldata">[];
  description: string;
};

/** keccak256 over everything the chain will be asked for: equal hashes mean the same calls by the same executor, to the byte. */
export function hashActions({ chain, executor, actions, description }: HashedActions): Hex {
  return keccak256(
    encodeAbiParameters(layout, [
      BigInt(chain),
      executor,
      actions.map(({ target }) => target),
      actions.map(({ value }) => value),
      actions.map(({ calldata }) => calldata),
      actions.map(() => CALL),
      keccak256(stringToHex(description)),
    ]),
  );
}

/** keccak256 of a contract's code, as EXTCODEHASH gives it. */
export function hashCode(code: Hex): Hex {
  return keccak256(code);
}
