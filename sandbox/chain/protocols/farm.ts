import { type Address, erc20Abi } from "viem";
import { published } from "../artifact.ts";
import type { BlockBuilder } from "../block-builder.ts";
import { FARM } from "../heliogrid.ts";
import type { World } from "../world.ts";

/** A StakingRewards contract, which spreads each reward that it is notified of over sixty days. */
export const farmCode = () => published("@uniswap/liquidity-staker/build/StakingRewards.json");

/** Puts the farm's next reward into the next block, on a day that has one: it comes before the last one is spent, so that the farm never rests. */
export async function feedFarm(builder: BlockBuilder, { addresses: at, roles }: World, day: number): Promise<void> {
  if (day % FARM.fedEvery !== 0) return;
  const send = (
    to: Address,
    abi: typeof erc20Abi | ReturnType<typeof farmCode>["abi"],
    functionName: string,
    ...args: unknown[]
  ) => builder.send(roles.keeper, { to, abi, functionName, args });
  await send(at.token, erc20Abi, "transfer", at.farm, FARM.reward);
  await send(at.farm, farmCode().abi, "notifyRewardAmount", FARM.reward);
}
