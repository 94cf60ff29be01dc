import { type Address, parseAbiItem } from "viem";
import { ruleOf, type Saying } from "../said.ts";

const MERKL = "0x3Ef3D8bA38EBe18DB133cEc108f4D14CE00Dd9Ae";

const reward = { way: "in", type: "receive", subtype: "reward" } as const;
const airdrop = { way: "in", type: "receive", subtype: "airdrop" } as const;

const sayings: readonly Saying[] = [
  {
    event: parseAbiItem(
      "event RewardsClaimed(address indexed user, address indexed reward, address indexed to, address claimer, uint256 amount)",
    ),
    ...{ ...reward, amount: "amount", token: "reward", protocol: "aave_v3" },
  },
  {
    event: parseAbiItem(
      "event RewardsClaimed(address indexed user, address indexed to, address indexed claimer, uint256 amount)",
    ),
    ...{ ...reward, amount: "amount", protocol: "aave_v2" },
  },
  {
    event: parseAbiItem(
      "event RewardsClaimed(bytes32 root, address indexed earner, address indexed claimer, address indexed recipient, address token, uint256 claimedAmount)",
    ),
    ...{ ...reward, amount: "claimedAmount", token: "token", protocol: "eigenlayer" },
  },
  {
    event: parseAbiItem("event Claimed(address indexed user, address indexed token, uint256 amount)"),
    ...{ ...reward, amount: "amount", token: "token" },
    protocol: (contract: Address) => (contract === MERKL ? "merkl" : "morpho"),
  },
  {
    event: parseAbiItem("event Claimed(address indexed account, address indexed reward, uint256 amount)"),
    ...{ ...reward, amount: "amount", token: "reward" },
  },
  {
    event: parseAbiItem(
      "event Claimed(uint256 indexed epoch, address indexed account, address indexed token, uint256 amount)",
    ),
    ...{ ...airdrop, amount: "amount", token: "token", protocol: "spark" },
  },
  {
    event: parseAbiItem("event Claimed(uint256 index, address account, uint256 amount)"),
    ...{ ...airdrop, amount: "amount", protocol: "merkle_distributor" },
  },
  {
    event: parseAbiItem("event Claimed(uint256 indexed index, address indexed account, uint256 amount)"),
    ...{ ...airdrop, amount: "amount", protocol: "merkle_distributor" },
  },
  {
    event: parseAbiItem("event Claimed(address indexed account, uint256 amount)"),
    ...{ ...airdrop, amount: "amount", protocol: "merkle_distributor" },
  },
  {
    event: parseAbiItem(
      "event ClaimRewards(address recipient, address indexed network, address indexed token, address indexed claimer, uint256 amount)",
    ),
    ...{ ...reward, amount: "amount", token: "token", protocol: "symbiotic" },
  },
  {
    event: parseAbiItem("event Minted(address indexed recipient, address gauge, uint256 minted)"),
    ...{ ...reward, amount: "minted", protocol: "curve" },
  },
  {
    event: parseAbiItem("event RewardPaid(address indexed user, address indexed rewardsToken, uint256 reward)"),
    ...{ ...reward, amount: "reward", token: "rewardsToken", protocol: "staking_rewards" },
  },
  {
    event: parseAbiItem("event RewardPaid(address indexed user, uint256 reward)"),
    ...{ ...reward, amount: "reward", protocol: "staking_rewards" },
  },
];

/** Rewards and airdrops whose events name the amount. */
export const rewards = ruleOf("rewards", sayings);
