import type { BlockBuilder } from "./block-builder.ts";
import { dueAt, eveningOf } from "./epoch-clock.ts";
import { feedFarm } from "./protocols/farm.ts";
import type { Rpc } from "./rpc.ts";
import { type readTerms, settleEpoch } from "./settle-epoch.ts";
import { trade } from "./trade.ts";
import type { World } from "./world.ts";

/**
 * Lets a day end in two blocks, each mined by the caller at its time: one of the day's trading, in its evening, and one of its rewards, its closing
 * prices and the farm's next reward, where one is due.
 */
export async function endDay(
  rpc: Rpc,
  builder: BlockBuilder,
  world: World,
  epoch: number,
  terms: Awaited<ReturnType<typeof readTerms>>,
  mineAt: (timestamp: number) => Promise<unknown>,
): Promise<void> {
  const day = epoch - world.firstEpoch;
  await trade(rpc, builder, world, day);
  await mineAt(eveningOf(epoch));
  await settleEpoch(builder, world, epoch, terms);
  await feedFarm(builder, world, day);
  await mineAt(dueAt(epoch));
}
