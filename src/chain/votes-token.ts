import { type Address, parseAbiItem } from "viem";
import { Refusal } from "../errors.ts";
import { call, isCallFailure, readOne, resultOf } from "./call.ts";
import type { Block, Read } from "./chain.ts";

const clockMode = parseAbiItem("function CLOCK_MODE() view returns (string)");
const clock = parseAbiItem("function clock() view returns (uint48)");
const pastTotalSupply = parseAbiItem("function getPastTotalSupply(uint256 timepoint) view returns (uint256)");
const pastVotes = parseAbiItem("function getPastVotes(address account, uint256 timepoint) view returns (uint256)");

const knownModes = ["mode=timestamp", "mode=blocknumber&from=default"];

/**
 * The newest timepoint whose votes are settled as of a block: one before the token's clock there, since votes may still
 * move within a clock's present. A token without a clock counts the chain's own blocks (ERC-6372).
 */
export function* readTimepoint(token: Address, block: Block): Read<bigint> {
  const [mode, now] = yield [call(token, clockMode), call(token, clock)];
  if (isCallFailure(mode) || isCallFailure(now)) return block.number - 1n;
  if (!knownModes.includes(resultOf<string>(mode))) {
    throw new Refusal("The votes token counts time in a way Steward does not know.", { context: { mode, token } });
  }
  return BigInt(resultOf<number | bigint>(now)) - 1n;
}

/** All votes there were at a timepoint, delegated or not, in the token's smallest unit. */
export function readPastTotalSupply(token: Address, timepoint: bigint): Read<bigint> {
  return readOne<bigint>(call(token, pastTotalSupply, timepoint));
}

/** The votes delegated to an account at a timepoint, in the token's smallest unit. */
export function readPastVotes(token: Address, account: Address, timepoint: bigint): Read<bigint> {
  return readOne<bigint>(call(token, pastVotes, account, timepoint));
}
