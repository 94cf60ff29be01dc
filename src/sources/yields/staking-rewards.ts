import { type AbiEvent, type Address, getAbiItem, parseAbi, toEventSelector } from "viem";
import { z } from "zod";
import { call, resultOf } from "../../chain/call.ts";
import type { RawLog, Read } from "../../chain/chain.ts";
import { address, slug } from "../../config/fields.ts";
import { decodeLog } from "../event-text.ts";
import { topicOf } from "../topic-of.ts";
import { positionFields, protocolName } from "./position-fields.ts";
import { placeOf, type SeenFlow, type SeenLeg, yieldKind } from "./source.ts";
import { tokenAbi } from "./token-abi.ts";

const abi = parseAbi([
  "function earned(address account) view returns (uint256)",
  "event Staked(address indexed user, uint256 amount)",
  "event Withdrawn(address indexed user, uint256 amount)",
  "event RewardPaid(address indexed user, uint256 amount)",
]);
type Told = { event: AbiEvent } & Pick<SeenFlow, "leg" | "direction">;
const told = new Map<string, Told>(
  (
    [
      { event: getAbiItem({ abi, name: "Staked" }), leg: "staked", direction: "in" },
      { event: getAbiItem({ abi, name: "Withdrawn" }), leg: "staked", direction: "out" },
      { event: getAbiItem({ abi, name: "RewardPaid" }), leg: "earned", direction: "out" },
    ] as const
  ).map((one) => [toEventSelector(one.event), one]),
);

const schema = z
  .strictObject({
    kind: z.literal("staking-rewards").meta({ description: "A StakingRewards contract.", example: "staking-rewards" }),
    ...positionFields,
    protocol: protocolName("StakingRewards", { description: "Whose contract it is.", example: "Synthetix" }),
    contract: address.meta({ description: "The contract that the tokens are staked in." }),
    token: slug.meta({ description: "What is staked: a name under `tokens`.", example: "helio" }),
    rewardToken: slug.meta({ description: "What it pays: a name under `tokens`.", example: "dollar" }),
  })
  .meta({ description: "Tokens staked for rewards that build up each second until they are claimed." });

/** A stake, and the reward it has earned and not been paid. */
export const stakingRewards = yieldKind("staking-rewards", schema, (name, settings) => ({
  name,
  kind: "staking-rewards",
  chain: settings.chain,
  label: settings.label,
  protocol: settings.protocol,
  legs: [
    { leg: "staked", token: settings.token, kind: "held" },
    { leg: "earned", token: settings.rewardToken, kind: "claimable" },
  ],
  fromBlock: BigInt(settings.fromBlock),
  read: () => readStake(settings.contract, settings.holder),
  filters: [
    {
      addresses: [settings.contract],
      topics: [...told.keys()] as `0x${string}`[],
      indexed: [[topicOf(settings.holder)]],
    },
  ],
  decode: (logs) => logs.flatMap(flowOf),
}));

/** A stake is its own share: it neither grows nor shrinks but by what is told. */
function* readStake(contract: Address, holder: Address): Read<SeenLeg[]> {
  const results = yield [
    call(contract, getAbiItem({ abi: tokenAbi, name: "balanceOf" }), holder),
    call(contract, getAbiItem({ abi, name: "earned" }), holder),
  ];
  const [staked = 0n, earned = 0n] = results.map((result) => resultOf<bigint>(result));
  return [
    { leg: "staked", amount: staked, shares: staked },
    { leg: "earned", amount: earned },
  ];
}

function flowOf(log: RawLog): SeenFlow[] {
  const known = told.get(log.topics[0] ?? "");
  if (!known) return [];
  const { amount } = decodeLog(known.event, log) as { amount: bigint };
  const flow = { ...placeOf(log), leg: known.leg, direction: known.direction, amount };
  return amount === 0n ? [] : [known.leg === "staked" ? { ...flow, shares: amount } : flow];
}
