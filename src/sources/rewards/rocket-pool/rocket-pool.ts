import { type Address, getAddress, isAddressEqual, parseAbi } from "viem";
import { resultOf } from "../../../chain/call.ts";
import type { LogFilter, RawLog, Read } from "../../../chain/chain.ts";
import { epochAt } from "../../../core/rewards/epochs.ts";
import type { RewardTree } from "../../../core/rewards/merkle/tree.ts";
import { Refusal } from "../../../errors.ts";
import { addressOfTopic } from "../../log-words.ts";
import { claimed } from "../shared/claimed.ts";
import { placeOf } from "../shared/place-of.ts";
import { requireFormat } from "../shared/single-token-tree.ts";
import { placeOfTrees } from "../shared/tree-settings.ts";
import {
  type Accrued,
  type Decoded,
  type Owed,
  type RootClaim,
  rewardKind,
  type SeenOddity,
  type SeenReward,
  type SeenRoot,
  type TreeReward,
} from "../source.ts";
import { readClaims, readFeesPaid, readMegapoolPaid, readSnapshot, rocketPoolTopics } from "./rocket-pool-events.ts";
import { type RocketPoolSettings, rocketPoolSchema } from "./rocket-pool-schema.ts";

const [isClaimed] = parseAbi(["function isClaimed(uint256 rewardIndex, address claimer) view returns (bool)"]);

/** Rocket Pool pays nodes in RPL and ETH by a tree for each interval; claims may go to other addresses or be staked at once, and count all the same. */
export const rocketPool = rewardKind("rocket-pool", rocketPoolSchema, (name, settings) => {
  const { chain, label, token, ethToken, epochSeconds } = settings;
  return {
    ...{ name, kind: "rocket-pool", chain, label, tokens: [token, ethToken], epochSeconds },
    fromBlock: BigInt(settings.fromBlock),
    filters: filtersOf(settings),
    decode: (logs): Decoded => {
      const rewards: SeenReward[] = [];
      const roots: SeenRoot[] = [];
      const oddities: SeenOddity[] = [];
      for (const log of logs) {
        const [topic] = log.topics;
        if (rocketPoolTopics.snapshots.some((one) => one === topic)) {
          const root = rootOf(log, settings);
          if (root) roots.push(root);
          else
            oddities.push({
              ...placeOf(log),
              what: "A snapshot is of an interval beyond all counting; it is not read.",
            });
        } else if (rocketPoolTopics.claims.some((one) => one === topic)) {
          const found = claimsOf(log, settings);
          if (found) rewards.push(...found);
          else
            oddities.push({
              ...placeOf(log),
              what: "A claim's lists of intervals and amounts do not fit; it is not booked.",
            });
        } else rewards.push(...paidBy(log, settings));
      }
      return { rewards, nodes: [], roots, oddities };
    },
    tree: {
      cumulative: false,
      place: () => placeOfTrees(settings.tree),
      tokens: () => [token, ethToken],
      expected: ({ epoch }) => ({ epoch }),
      read: (tree, root) => ({ rewards: readInterval(tree, root, settings) }),
    },
    owed: ({ node, accrued = [] }) => owedOf(node, accrued, settings),
  };
});

function filtersOf({ rewardsPools, distributors, megapools, feeDistributors }: RocketPoolSettings): LogFilter[] {
  const filters = [
    { addresses: rewardsPools, topics: rocketPoolTopics.snapshots },
    { addresses: distributors, topics: rocketPoolTopics.claims },
    { addresses: megapools.map(({ contract }) => contract), topics: [rocketPoolTopics.megapool] },
    { addresses: feeDistributors, topics: [rocketPoolTopics.fees] },
  ];
  return filters.filter(({ addresses }) => addresses.length > 0);
}

function rootOf(log: RawLog, { rewardsPools }: RocketPoolSettings): SeenRoot | undefined {
  const snapshot = readSnapshot(log);
  const epoch = Number(snapshot?.index);
  if (snapshot === undefined || !Number.isSafeInteger(epoch)) return undefined;
  const facts = { rpl: String(snapshot.rpl), eth: String(snapshot.eth) };
  // Intervals are counted through all upgrades, so that one told twice is one told twice whichever contract tells it.
  return { ...placeOf(log), epoch, root: snapshot.root, distributor: rewardsPools[0] as Address, facts };
}

function claimsOf(log: RawLog, { token, ethToken }: RocketPoolSettings): SeenReward[] | undefined {
  const claims = readClaims(log);
  if (claims === undefined || claims.some(({ index }) => !Number.isSafeInteger(Number(index)))) return undefined;
  const account = addressOfTopic(log, 1);
  return claims.flatMap(({ index, rpl, eth }, at) => {
    const epoch = Number(index);
    return [
      ...(rpl > 0n ? [claimed(log, { account, token, amount: rpl, epoch, part: 2 * at })] : []),
      ...(eth > 0n ? [claimed(log, { account, token: ethToken, amount: eth, epoch, part: 2 * at + 1 })] : []),
    ];
  });
}

/**
 * What nodes are paid outside of trees. A megapool keeps its node's share for it until it is taken out, mixed with bonds that come back:
 * so it counts as paid when it is set aside, and what is taken out is not read.
 */
function paidBy(log: RawLog, { megapools, ...settings }: RocketPoolSettings): SeenReward[] {
  const epoch = epochAt(log.timestamp - settings.firstInterval, settings.epochSeconds);
  const paid = (node: Address, amount: bigint): SeenReward[] => {
    const money = { token: settings.ethToken, amount, kind: "paid" as const, epoch, part: 0 };
    return amount > 0n ? [{ ...placeOf(log), node: getAddress(node), recipient: getAddress(node), ...money }] : [];
  };
  if (log.topics[0] === rocketPoolTopics.fees) {
    const { nodeAddress, nodeAmount } = readFeesPaid(log);
    return paid(nodeAddress, nodeAmount);
  }
  const owner = megapools.find(({ contract }) => isAddressEqual(contract, log.address))?.node;
  return owner === undefined ? [] : paid(owner, readMegapoolPaid(log));
}

function readInterval(tree: RewardTree, { facts }: RootClaim, { token, ethToken }: RocketPoolSettings): TreeReward[] {
  requireFormat(tree, ["rocket-pool"]);
  for (const [name, said] of [
    ["RPL", facts["rpl"]],
    ["ETH", facts["eth"]],
  ] as const) {
    const held = String(tree.totals.get(name) ?? 0n);
    if (held !== said)
      throw new Refusal(`The chain gives ${said} wei of ${name} to nodes in all, and the tree holds ${held}.`);
  }
  const names: Record<string, string> = { RPL: token, ETH: ethToken };
  return tree.leaves.flatMap(({ account, amounts }) =>
    amounts.flatMap((entry) => {
      const paid = names[entry.token];
      if (paid === undefined) throw new Refusal(`The tree pays in ${entry.token}, which Rocket Pool does not.`);
      return entry.amount > 0n ? [{ node: account, recipient: account, token: paid, amount: entry.amount }] : [];
    }),
  );
}

/** What is booked of intervals that the distributor does not hold for claimed. */
function* owedOf(node: string, accrued: readonly Accrued[], settings: RocketPoolSettings): Read<readonly Owed[]> {
  const { token, ethToken, distributors } = settings;
  const address = distributors.at(-1) as Address;
  const intervals = [...new Set(accrued.map(({ epoch }) => epoch))];
  const answers = yield intervals.map((epoch) => ({
    address,
    abi: isClaimed,
    args: [BigInt(epoch), getAddress(node)],
  }));
  // Without a word of what is booked nothing can be said of it.
  if (intervals.length === 0) return [];
  const open = new Set(intervals.filter((_, index) => !resultOf<boolean>(answers[index])));
  return [token, ethToken].map((name) => ({
    token: name,
    claimable: accrued.reduce((sum, one) => (one.token === name && open.has(one.epoch) ? sum + one.amount : sum), 0n),
  }));
}
