import { toHex } from "viem";
import type { LogFilter } from "../../../chain/chain.ts";
import { requireEvent } from "../../event-text.ts";
import { eventWords } from "../../log-words.ts";
import { topicOf } from "../../topic-of.ts";
import type { TheGraphSettings } from "./the-graph-schema.ts";

const assigned = [
  "event HorizonRewardsAssigned(address indexed indexer, address indexed allocationID, uint256 amount)",
  "event RewardsAssigned(address indexed indexer, address indexed allocationID, uint256 amount)",
  "event RewardsAssigned(address indexed indexer, address indexed allocationID, uint256 epoch, uint256 amount)",
].map(wordsOf);
const denied = [
  "event RewardsDenied(address indexed indexer, address indexed allocationID)",
  "event RewardsDenied(address indexed indexer, address indexed allocationID, uint256 epoch)",
].map(wordsOf);
const ineligible = wordsOf(
  "event RewardsDeniedDueToEligibility(address indexed indexer, address indexed allocationID, uint256 amount)",
);
const collected = wordsOf(
  "event IndexingRewardsCollected(address indexed indexer, address indexed allocationId, bytes32 indexed subgraphDeploymentId, uint256 tokensRewards, uint256 tokensIndexerRewards, uint256 tokensDelegationRewards, bytes32 poi, bytes poiMetadata, uint256 currentEpoch)",
);
const queryFees = wordsOf(
  "event QueryFeesCollected(address indexed serviceProvider, address indexed payer, address indexed allocationId, bytes32 subgraphDeploymentId, uint256 tokensCollected, uint256 tokensCurators)",
);
const payment = wordsOf(
  "event GraphPaymentCollected(uint8 indexed paymentType, address indexed payer, address receiver, address indexed dataService, uint256 tokens, uint256 tokensProtocol, uint256 tokensDataService, uint256 tokensDelegationPool, uint256 tokensReceiver, address receiverDestination)",
);
const deposits = [
  "event StakeDeposited(address indexed indexer, uint256 tokens)",
  "event HorizonStakeDeposited(address indexed indexer, uint256 tokens)",
].map(wordsOf);
const rebate = wordsOf(
  "event RebateCollected(address assetHolder, address indexed indexer, bytes32 indexed subgraphDeploymentID, address indexed allocationID, uint256 epoch, uint256 tokens, uint256 protocolTax, uint256 curationFees, uint256 queryFees, uint256 queryRebates, uint256 delegationRewards)",
);
const slashes = [
  "event StakeSlashed(address indexed indexer, uint256 tokens, uint256 reward, address beneficiary)",
  "event ProvisionSlashed(address indexed indexer, address indexed verifier, uint256 tokens)",
].map(wordsOf);
const cuts = wordsOf(
  "event DelegationParametersUpdated(address indexed indexer, uint32 indexingRewardCut, uint32 queryFeeCut, uint32 cooldownBlocks)",
);
const feeCut = wordsOf(
  "event DelegationFeeCutSet(address indexed indexer, address indexed verifier, uint8 indexed paymentType, uint256 feeCut)",
);

const named = (words: ReturnType<typeof wordsOf>) => ({ words, node: words.address("indexer") });
const withAllocation = (words: ReturnType<typeof wordsOf>, allocation = "allocationID") => ({
  ...named(words),
  allocation: words.address(allocation),
});
const withTokens = (words: ReturnType<typeof wordsOf>) => ({ ...named(words), tokens: words.integer("tokens") });

/** The Graph's events of all its generations, each with readers of what is needed of it. */
export const graphEvents = {
  assigned: assigned.map((words) => ({ ...withAllocation(words), amount: words.integer("amount") })),
  denied: denied.map((words) => withAllocation(words)),
  ineligible: { ...withAllocation(ineligible), amount: ineligible.integer("amount") },
  collected: {
    ...withAllocation(collected, "allocationId"),
    all: collected.integer("tokensRewards"),
    own: collected.integer("tokensIndexerRewards"),
  },
  queryFees: {
    words: queryFees,
    node: queryFees.address("serviceProvider"),
    all: queryFees.integer("tokensCollected"),
    curators: queryFees.integer("tokensCurators"),
  },
  payment: {
    words: payment,
    node: payment.address("receiver"),
    amount: payment.integer("tokensReceiver"),
    destination: payment.address("receiverDestination"),
  },
  deposits: deposits.map(withTokens),
  rebate: { ...named(rebate), amount: rebate.integer("queryRebates") },
  slashes: slashes.map(withTokens),
  cuts: { ...named(cuts), rewards: cuts.integer("indexingRewardCut"), fees: cuts.integer("queryFeeCut") },
  feeCut: {
    ...named(feeCut),
    verifier: feeCut.address("verifier"),
    type: feeCut.integer("paymentType"),
    cut: feeCut.integer("feeCut"),
  },
};

function wordsOf(signature: string) {
  return eventWords(requireEvent(signature));
}

/** Where they are asked for; what names an indexer, of those in the config only, where it names any. */
export function graphFilters(settings: TheGraphSettings): LogFilter[] {
  const { rewardsManager, staking, subgraphService, payments, indexers } = settings;
  const own = indexers.length === 0 ? {} : { indexed: [indexers.map(topicOf)] };
  const topics = (...events: { topic: `0x${string}` }[]) => events.map(({ topic }) => topic);
  const filters: LogFilter[] = [
    { addresses: [rewardsManager], topics: topics(...assigned, ...denied, ineligible), ...own },
    { addresses: [staking], topics: topics(...deposits, rebate, ...slashes, cuts, feeCut), ...own },
  ];
  if (subgraphService === undefined) return filters;
  const fees = payments === undefined ? [queryFees] : [];
  filters.push({ addresses: [subgraphService], topics: topics(collected, ...fees), ...own });
  if (payments === undefined) return filters;
  // Fees for queries and fees for indexing; rewards are paid elsewhere.
  const types = [0, 1].map((type) => toHex(type, { size: 32 }));
  return [
    ...filters,
    { addresses: [payments], topics: topics(payment), indexed: [types, undefined, [topicOf(subgraphService)]] },
  ];
}
