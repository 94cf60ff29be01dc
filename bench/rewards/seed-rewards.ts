import { type Address, getAddress, type Hex } from "viem";
import { putCursor } from "../../db/cursors.ts";
import { immediate } from "../../db/open.ts";
import { addWallet } from "../../db/wallets.ts";
import { bookDecoded } from "../../src/actions/rewards/book-decoded.ts";
import { cursorOf } from "../../src/actions/rewards/read-rewards.ts";
import { settleEpochs } from "../../src/actions/rewards/settle-epochs.ts";
import type { App } from "../../src/app.ts";
import { findRewardSource } from "../../src/sources/rewards/index.ts";
import type { RewardSource, SeenNode, SeenReward } from "../../src/sources/rewards/source.ts";
import { createRandom } from "../../test/support/random.ts";
import { crowdMember } from "../crowd.ts";

/** A network as it is put into the books: each node is paid once a day, and each member owns so many. */
export type Network = { nodes: number; regions: number; days: number; nodesPerMember: number };

const DAY = 86_400;
const TOKEN = 10n ** 18n;

/** Books the network's rewards up to today, as its logs would have been booked, and links a wallet to each member; the same for the same moment. */
export async function seedRewards(app: App, sourceName: string, network: Network): Promise<void> {
  const source = findRewardSource(app.config, sourceName);
  const today = Math.floor(app.now() / DAY);
  const first = today - network.days + 1;
  immediate(app.db, () => {
    for (let member = 0; member < network.nodes / network.nodesPerMember; member += 1) linkMember(app, member);
    bookDecoded(app, source, { rewards: [], nodes: registrations(network, first * DAY) });
  });
  const random = createRandom(5);
  for (let day = first; day <= today; day += 1) {
    const rewards = rewardsOf(source, network, day, random);
    immediate(app.db, () => bookDecoded(app, source, { rewards, nodes: [] }));
  }
  const end = { block: BigInt(today), hash: hashOf(today), at: app.now() };
  putCursor(app.db, { chain: source.chain, source: cursorOf(sourceName), ...end }, undefined);
  await settleEpochs(app, sourceName);
}

function linkMember(app: App, member: number): void {
  const proof = { message: "measured", signature: "0x00" } as const;
  addWallet(app.db, { address: walletOf(member), member: crowdMember(member), linkedAt: app.now(), ...proof });
}

function registrations({ nodes, regions, nodesPerMember }: Network, at: number): SeenNode[] {
  return Array.from({ length: nodes }, (_, node) => ({
    change: "registered",
    node: `${node + 1}`,
    owner: walletOf(Math.floor(node / nodesPerMember)),
    region: `region-${node % regions}`,
    class: undefined,
    at,
  }));
}

/** A day's payments, in one block an hour after midnight: between one and eleven tokens to each node. */
function rewardsOf(source: RewardSource, network: Network, day: number, random: () => number): SeenReward[] {
  const shared = { token: source.tokens[0] as string, kind: "paid", epoch: day, part: 0, block: BigInt(day) } as const;
  return Array.from({ length: network.nodes }, (_, node) => ({
    ...shared,
    node: `${node + 1}`,
    recipient: walletOf(Math.floor(node / network.nodesPerMember)),
    amount: TOKEN + (BigInt(Math.floor(random() * 1e9)) * TOKEN) / 100_000_000n,
    transaction: hashOf(day),
    logIndex: node,
    at: day * DAY + 3_600,
  }));
}

const wallets = new Map<number, Address>();

function walletOf(member: number): Address {
  const known = wallets.get(member) ?? getAddress(`0x${(member + 1).toString(16).padStart(40, "0")}`);
  wallets.set(member, known);
  return known;
}

function hashOf(day: number): Hex {
  return `0x${day.toString(16).padStart(64, "0")}`;
}
