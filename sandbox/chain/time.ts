import type { Hex } from "viem";
import type { Rpc } from "./rpc.ts";

/** How many blocks must follow a block before it is finalized. */
const BLOCKS_TO_FINALITY = 2;

/** The time the chain's next block would have now, in Unix seconds. */
export async function chainNow(rpc: Rpc): Promise<number> {
  const { timestamp } = await rpc<{ timestamp: Hex }>("eth_getBlockByNumber", "pending", false);
  return Number(timestamp);
}

/** Makes the block that is now the latest a finalized one, by mining the blocks it takes. */
export async function finalizeLatest(rpc: Rpc): Promise<void> {
  for (let block = 0; block < BLOCKS_TO_FINALITY; block += 1) await rpc("evm_mine");
}

/** Moves the chain's clock forward by whole seconds, and mines until a block of the new time is finalized. */
export async function moveClock(rpc: Rpc, seconds: number): Promise<void> {
  if (!Number.isSafeInteger(seconds) || seconds < 0) throw new RangeError("Time moves forward, by whole seconds");
  await rpc("evm_increaseTime", seconds);
  await rpc("evm_mine");
  await finalizeLatest(rpc);
}
