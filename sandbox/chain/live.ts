import { artifact } from "./artifact.ts";
import { createBlockBuilder, withoutAutomine } from "./block-builder.ts";
import { callContract } from "./call-contract.ts";
import { dueAt, epochSettledBy } from "./epoch-clock.ts";
import { endDay } from "./live-day.ts";
import { createRpc, type Rpc } from "./rpc.ts";
import { readTerms } from "./settle-epoch.ts";
import { chainNow, moveClock } from "./time.ts";
import type { World } from "./world.ts";

/** The longest way time moves at once: every day is two blocks, and the chain slows down with its height. */
export const LONGEST_MOVE = 92 * 86_400;

const moving = new Map<string, Promise<unknown>>();

/**
 * Moves the chain's time forward by seconds and lets the world live meanwhile: each day that ends on the way gets its
 * trading, its rewards and its closing prices in blocks of their own times. Ends with a finalized block of the new time. Moves of one
 * process happen one after the other.
 */
export function passTime(world: World, seconds: number): Promise<void> {
  if (seconds > LONGEST_MOVE) return Promise.reject(new RangeError("Time moves by 92 days at most"));
  const before = moving.get(world.rpcUrl) ?? Promise.resolve();
  const move = before.catch(() => undefined).then(() => liveThrough(createRpc(world.rpcUrl), world, seconds));
  moving.set(world.rpcUrl, move);
  return move;
}

async function liveThrough(rpc: Rpc, world: World, seconds: number): Promise<void> {
  const left = await withoutAutomine(rpc, async () => {
    const builder = createBlockBuilder(rpc);
    let remaining = seconds;
    let now = await chainNow(rpc);
    const end = now + seconds;
    const terms = await readTerms(rpc, world);
    for (let epoch = (await lastSettledEpoch(rpc, world)) + 1; dueAt(epoch) <= end; epoch += 1) {
      await endDay(rpc, builder, world, epoch, terms, async (timestamp) => {
        // Days that ended while nobody moved the time are settled now: blocks cannot lie in the past.
        const ahead = Math.max(0, timestamp - now);
        await rpc("evm_increaseTime", ahead);
        await builder.mine();
        now += ahead;
        remaining -= ahead;
      });
    }
    return remaining;
  });
  await moveClock(rpc, left);
}

/** The last epoch with closing prices; they are pushed for every epoch, even for one that pays nobody. */
async function lastSettledEpoch(rpc: Rpc, world: World): Promise<number> {
  const call = { to: world.addresses.helioFeed, abi: artifact("PriceFeed").abi, functionName: "latestRoundData" };
  const [, , , updatedAt] = await callContract<readonly [bigint, bigint, bigint, bigint, bigint]>(rpc, call);
  return Math.max(world.lastEpoch, epochSettledBy(Number(updatedAt)));
}
