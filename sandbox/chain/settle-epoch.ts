import { artifact } from "./artifact.ts";
import type { BlockBuilder } from "./block-builder.ts";
import { callContract } from "./call-contract.ts";
import { epochRewards, type RewardTerms } from "./epoch-rewards.ts";
import { REGIONS, type Region, regionKey } from "./heliogrid.ts";
import { coinPrice, dollarPrice, helioPrice } from "./node-work.ts";
import type { Rpc } from "./rpc.ts";
import type { World } from "./world.ts";

/** The reward terms as the registry has them now, so that what was voted is what is paid; and who receives the fee. */
export async function readTerms(rpc: Rpc, world: World): Promise<RewardTerms & { feeCollector: `0x${string}` }> {
  const { abi } = artifact("ParameterRegistry");
  const read = <Result>(functionName: string, args: readonly unknown[] = []) =>
    callContract<Result>(rpc, { to: world.addresses.registry, abi, functionName, args });
  const regions = Object.keys(REGIONS) as Region[];
  const [rewardPerEpoch, operatorFeeBps, feeCollector, ...multipliers] = await Promise.all([
    read<bigint>("rewardPerEpoch"),
    read<bigint>("operatorFeeBps"),
    read<`0x${string}`>("feeCollector"),
    ...regions.map((region) => read<bigint>("regionMultiplier", [regionKey(region)])),
  ]);
  const perRegion = Object.fromEntries(regions.map((region, index) => [region, multipliers[index] ?? 0n]));
  return { rewardPerEpoch, operatorFeeBps, feeCollector, multipliers: perRegion };
}

/** Puts an epoch's rewards, its operator fee and its closing prices into the next block. */
export async function settleEpoch(
  builder: BlockBuilder,
  world: World,
  epoch: number,
  terms: Awaited<ReturnType<typeof readTerms>>,
): Promise<void> {
  const { addresses, firstEpoch, nodes, roles } = world;
  const { payments, fee } = epochRewards(epoch, firstEpoch, nodes, terms);
  const send = (to: `0x${string}`, contract: string, functionName: string, args: readonly unknown[]) =>
    builder.send(roles.keeper, { to, abi: artifact(contract).abi, functionName, args });
  const nodeIds = payments.map(({ nodeId }) => nodeId);
  const amounts = payments.map(({ amount }) => amount);
  if (payments.length > 0)
    await send(addresses.rewards, "NodeRewards", "distribute", [BigInt(epoch), nodeIds, amounts]);
  if (fee > 0n) await send(addresses.token, "HelioToken", "transfer", [terms.feeCollector, fee]);
  const day = epoch - firstEpoch;
  await send(addresses.helioFeed, "PriceFeed", "push", [helioPrice(day)]);
  await send(addresses.dollarFeed, "PriceFeed", "push", [dollarPrice(day)]);
  await send(addresses.coinFeed, "PriceFeed", "push", [coinPrice(day)]);
}
