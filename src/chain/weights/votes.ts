import { type Address, parseAbiItem } from "viem";
import { Refusal } from "../../errors.ts";
import { call, isCallFailure, readOne, resultOf } from "../call.ts";
import type { Block, Read } from "../chain.ts";

const clockMode = parseAbiItem("function CLOCK_MODE() view returns (string)");
const clock = parseAbiItem("function clock() view returns (uint48)");
const pastTotalSupply = parseAbiItem("function getPastTotalSupply(uint256 timepoint) view returns (uint256)");
const pastVotes = parseAbiItem("function getPastVotes(address account, uint256 timepoint) view returns (uint256)");
const blockNumber = parseAbiItem("function getBlockNumber() view returns (uint256)");

/** Multicall3, which tells what contracts see as `block.number`. */
const MULTICALL3: Address = "0xcA11bde05977b3631167028862bE2a173976CA11";

/** A mode names the clock and, of blocks, whose they are: `mode=blocknumber&from=eip155:1`, `mode=livepeer_round`. */
const MODE = /^mode=[\w-]+(&from=[\w:.%-]+)?$/;

/**
 * The newest timepoint whose votes are settled as of a block: one before the token's clock there, whatever it counts,
 * since votes may still move within a clock's present (ERC-6372). A token without a clock counts what contracts see as
 * the block's number.
 */
export function* readTimepoint(token: Address, block: Block): Read<bigint> {
  const [mode, now] = yield [call(token, clockMode), call(token, clock)];
  if (isCallFailure(mode) || isCallFailure(now)) return timepointBefore(yield* readSeenNumber(block));
  if (!MODE.test(resultOf<string>(mode))) {
    throw new Refusal("The votes token counts time in a way Steward does not know.", { context: { mode, token } });
  }
  return timepointBefore(BigInt(resultOf<number | bigint>(now)));
}

/** All votes there were at a timepoint, delegated or not, in the token's smallest unit. */
export function readPastTotalSupply(token: Address, timepoint: bigint): Read<bigint> {
  return readOne<bigint>(call(token, pastTotalSupply, timepoint));
}

/** The votes delegated to an account at a timepoint, in the token's smallest unit. */
export function readPastVotes(token: Address, account: Address, timepoint: bigint): Read<bigint> {
  return readOne<bigint>(call(token, pastVotes, account, timepoint));
}

/**
 * On Arbitrum contracts see the parent chain's height, not the block's own. Where no Multicall3 tells it, the block's
 * own is taken: there it lies far in the token's future, so that the token refuses to be read instead of misleading.
 */
function* readSeenNumber(block: Block): Read<bigint> {
  const [seen] = yield [call(MULTICALL3, blockNumber)];
  return isCallFailure(seen) ? block.number : resultOf<bigint>(seen);
}

function timepointBefore(now: bigint): bigint {
  if (now <= 0n) throw new Refusal("The votes token's clock has only begun, so that no votes are settled yet.");
  return now - 1n;
}
