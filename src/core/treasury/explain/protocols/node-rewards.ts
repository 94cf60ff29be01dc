import { parseAbiItem } from "viem";
import { ruleOf, type Saying } from "../said.ts";

const reward = { way: "in", type: "receive", subtype: "reward" } as const;

const sayings: readonly Saying[] = [
  {
    event: parseAbiItem(
      "event IndexingRewardsCollected(address indexed indexer, address indexed allocationId, bytes32 indexed subgraphDeploymentId, uint256 tokensRewards, uint256 tokensIndexerRewards, uint256 tokensDelegationRewards, bytes32 poi, bytes poiMetadata, uint256 currentEpoch)",
    ),
    ...{ ...reward, amount: "tokensIndexerRewards", protocol: "thegraph" },
  },
  {
    event: parseAbiItem(
      "event TokensTransferredForDevice(uint256 week, address indexed user, uint256 _amount, uint256 indexed vehicleNodeId, address deviceNftProxy, uint256 indexed deviceNode)",
    ),
    ...{ ...reward, amount: "_amount", protocol: "dimo" },
  },
  {
    event: parseAbiItem(
      "event TokensTransferredForConnectionStreak(uint256 week, address indexed user, uint256 _amount, uint256 indexed vehicleNodeId, uint256 connectionStreak)",
    ),
    ...{ ...reward, amount: "_amount", protocol: "dimo" },
  },
  {
    event: parseAbiItem("event OperatorWithdrawn(address indexed owner, uint64 indexed operatorId, uint256 value)"),
    ...{ ...reward, amount: "value", protocol: "ssv" },
  },
];

/** What networks of nodes pay, where an event names the amount of the transfer. */
export const nodeRewards = ruleOf("node_rewards", sayings);
