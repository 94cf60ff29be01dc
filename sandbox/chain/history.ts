import { type Address, maxUint256, parseEther } from "viem";
import { PEOPLE } from "../people.ts";
import { artifact } from "./artifact.ts";
import { type BlockBuilder, createBlockBuilder } from "./block-builder.ts";
import { EPOCH } from "./epoch-clock.ts";
import { HISTORY_DAYS, NODES, regionKey, SUPPLY, TREASURY_MOVES } from "./heliogrid.ts";
import { endDay } from "./live-day.ts";
import { openProtocols } from "./open-protocols.ts";
import type { Rpc } from "./rpc.ts";
import { sendFromSafe } from "./safe.ts";
import { readTerms } from "./settle-epoch.ts";
import { callsOf } from "./treasury-moves.ts";
import type { World } from "./world.ts";

/** Before the present come blocks that make all history final, in seconds. */
const LAST_BLOCKS = [24, 12, 0];

/** Lives the world's days up to now (which returns Unix seconds): about two blocks a day, each at its own time. */
export async function writeHistory(rpc: Rpc, world: World, now: () => number): Promise<void> {
  const builder = createBlockBuilder(rpc);
  await giveOut(builder, world);
  await builder.mine();
  await registerNodes(builder, world);
  await openProtocols(builder, world);
  await builder.mine();
  const terms = await readTerms(rpc, world);
  for (let day = 0; day < HISTORY_DAYS; day += 1) {
    const epoch = world.firstEpoch + day;
    if (await moveTreasury(rpc, builder, world, day)) await builder.mine(epoch * EPOCH + EPOCH / 2);
    await retireNodes(builder, world, epoch);
    await endDay(rpc, builder, world, epoch, terms, builder.mine);
  }
  // Asked only here: building took a second, and the chain's clock goes on from its last block.
  const end = now();
  for (const ago of LAST_BLOCKS) await builder.mine(end - ago);
}

async function giveOut(builder: BlockBuilder, { addresses: at, roles }: World): Promise<void> {
  const token = artifact("HelioToken").abi;
  const dollar = artifact("TestDollar").abi;
  const vault = artifact("ReserveVault").abi;
  const give = (to: Address, amount: bigint) =>
    builder.send(roles.keeper, { to: at.token, abi: token, functionName: "transfer", args: [to, amount] });
  const mint = (to: Address, amount: bigint) =>
    builder.send(roles.keeper, { to: at.dollar, abi: dollar, functionName: "mint", args: [to, amount] });
  for (const person of PEOPLE.filter(({ helio }) => helio > 0n)) {
    const wallet = roles.wallets[person.name] as Address;
    await give(wallet, parseEther(`${person.helio}`));
    await builder.send(wallet, { to: at.token, abi: token, functionName: "delegate", args: [wallet] });
  }
  await give(at.rewards, SUPPLY.rewards);
  await give(at.safe, SUPPLY.treasuryHelio);
  await mint(at.safe, SUPPLY.treasuryDollars);
  await mint(roles.keeper, SUPPLY.keeperDollars);
  await builder.send(roles.keeper, {
    to: at.dollar,
    abi: dollar,
    functionName: "approve",
    args: [at.vault, maxUint256],
  });
  await builder.send(roles.keeper, { to: at.vault, abi: vault, functionName: "fund", args: [SUPPLY.vaultReserve] });
  const seed = [SUPPLY.vaultSeed, roles.keeper];
  await builder.send(roles.keeper, { to: at.vault, abi: vault, functionName: "deposit", args: seed });
}

async function registerNodes(builder: BlockBuilder, { addresses, roles }: World): Promise<void> {
  const { abi } = artifact("NodeRewards");
  for (const { id, owner, region } of NODES) {
    const args = [BigInt(id), roles.wallets[owner], regionKey(region)];
    await builder.send(roles.keeper, { to: addresses.rewards, abi, functionName: "registerNode", args });
  }
}

async function retireNodes(builder: BlockBuilder, { addresses, nodes, roles }: World, epoch: number): Promise<void> {
  const { abi } = artifact("NodeRewards");
  for (const { id } of nodes.filter(({ retiredEpoch }) => retiredEpoch === epoch + 1)) {
    await builder.send(roles.keeper, { to: addresses.rewards, abi, functionName: "retireNode", args: [BigInt(id)] });
  }
}

/** Puts the treasury's movement of the day, if it has one, into the next block. */
async function moveTreasury(rpc: Rpc, builder: BlockBuilder, world: World, day: number): Promise<boolean> {
  const move = TREASURY_MOVES.find((planned) => planned.day === day);
  if (!move) return false;
  await sendFromSafe(rpc, builder, world, await callsOf(move, world, rpc));
  return true;
}
