import { type AbiEvent, type Address, getAbiItem, parseAbi, toEventSelector } from "viem";
import { z } from "zod";
import { call, isCallFailure, resultOf } from "../../chain/call.ts";
import type { Block, RawLog, Read } from "../../chain/chain.ts";
import { address, slug } from "../../config/fields.ts";
import { YEAR } from "../../core/seconds.ts";
import { RAY } from "../../core/treasury/legs.ts";
import { decodeLog } from "../event-text.ts";
import { topicOf } from "../topic-of.ts";
import { positionFields, protocolName } from "./shared/position-fields.ts";
import { tokenAbi } from "./shared/token-abi.ts";
import { placeOf, type SeenFlow, type SeenLeg, yieldKind } from "./source.ts";

const abi = parseAbi([
  "function stakingToken() view returns (address)",
  "function rewardsToken() view returns (address)",
  "function earned(address account) view returns (uint256)",
  "function rewardRate() view returns (uint256)",
  "function periodFinish() view returns (uint256)",
  "function totalSupply() view returns (uint256)",
  "event Staked(address indexed user, uint256 amount)",
  "event Withdrawn(address indexed user, uint256 amount)",
  "event RewardPaid(address indexed user, uint256 amount)",
]);
const NAMED = ["stakingToken", "rewardsToken"] as const;
const PACE = ["rewardRate", "periodFinish", "totalSupply"] as const;
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

type Stake = z.output<typeof schema>;

/** A stake, and the reward it has earned and not been paid. */
export const stakingRewards = yieldKind("staking-rewards", schema, (settings) => ({
  protocol: settings.protocol,
  legs: [
    { leg: "staked", token: settings.token, kind: "held" },
    {
      ...{ leg: "earned", token: settings.rewardToken, kind: "claimable" },
      earnedOn: paysStake(settings) ? "staked" : undefined,
    },
  ],
  read: (block) => readStake(settings, block),
  filters: [
    {
      addresses: [settings.contract],
      topics: [...told.keys()] as `0x${string}`[],
      indexed: [[topicOf(settings.holder)]],
    },
  ],
  decode: (logs) => logs.flatMap(flowOf),
}));

function paysStake({ token, rewardToken }: Stake): boolean {
  return token === rewardToken;
}

/** A stake is its own share: it neither grows nor shrinks but by what is told. */
function* readStake(settings: Stake, block: Block): Read<SeenLeg[]> {
  const { contract, holder } = settings;
  const [stakes, pays, staked, earned, ...pace] = yield [
    ...NAMED.map((name) => call(contract, getAbiItem({ abi, name }))),
    call(contract, getAbiItem({ abi: tokenAbi, name: "balanceOf" }), holder),
    call(contract, getAbiItem({ abi, name: "earned" }), holder),
    ...(paysStake(settings) ? PACE : []).map((name) => call(contract, getAbiItem({ abi, name }))),
  ];
  const amount = resultOf<bigint>(staked);
  return [
    { leg: "staked", ...toldBy(stakes), amount, shares: amount },
    {
      ...{ leg: "earned", ...toldBy(pays), amount: resultOf<bigint>(earned) },
      quoted: paysStake(settings) ? rateOf(pace, block.timestamp) : undefined,
    },
  ];
}

/** Some forks do not name their tokens: what the config says of them is believed. */
function toldBy(answer: unknown): Pick<SeenLeg, "contract"> {
  return isCallFailure(answer) ? {} : { contract: answer as Address };
}

/** What all stakes are paid in a year, by all stakes, at a scale of 1e27: what is paid in another token is no rate without a price. */
function rateOf(pace: readonly unknown[], now: number): bigint | undefined {
  if (pace.some(isCallFailure)) return undefined;
  const [rate = 0n, finish = 0n, supply = 0n] = pace as bigint[];
  if (BigInt(now) >= finish) return 0n;
  return supply === 0n ? undefined : (rate * BigInt(YEAR) * RAY) / supply;
}

function flowOf(log: RawLog): SeenFlow[] {
  const known = told.get(log.topics[0] ?? "");
  if (!known) return [];
  const { amount } = decodeLog(known.event, log) as { amount: bigint };
  const flow = { ...placeOf(log), leg: known.leg, direction: known.direction, amount };
  return amount === 0n ? [] : [known.leg === "staked" ? { ...flow, shares: amount } : flow];
}
