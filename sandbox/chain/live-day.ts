import type { BlockBuilder } from "./block-builder.ts";
import { feedFarm } from "./protocols/farm.ts";
import type { Rpc } from "./rpc.ts";
import { type readTerms, settleEpoch } from "./settle-epoch.ts";
import { trade } from "./trade.ts";
import type { World } from "./world.ts";

/** Puts into the next block what a day leaves of itself: its rewards and prices, its trading, and the farm's next reward where one is due. */
export async function liveDay(
  rpc: Rpc,
  builder: BlockBuilder,
  world: World,
  epoch: number,
  terms: Awaited<ReturnType<typeof readTerms>>,
): Promise<void> {
  const day = epoch - world.firstEpoch;
  await settleEpoch(builder, world, epoch, terms);
  await trade(rpc, builder, world, day);
  await feedFarm(builder, world, day);
}
