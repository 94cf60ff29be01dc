import { type AbiFunction, parseAbi, parseAbiItem, toEventSelector } from "viem";
import { z } from "zod";
import { call, resultOf } from "../../../chain/call.ts";
import type { LogFilter, Read } from "../../../chain/chain.ts";
import { address, bigUint, slug } from "../../../config/fields.ts";
import { topicOf } from "../../topic-of.ts";
import { positionFields, protocolName } from "../shared/position-fields.ts";
import { transfer } from "../shared/token-abi.ts";
import { type SeenLeg, yieldKind } from "../source.ts";
import { farmFlows, farmTopics } from "./masterchef-flows.ts";

const [userInfo] = parseAbi(["function userInfo(uint256 pid, address user) view returns (uint256 amount)"]);

const schema = z
  .strictObject({
    kind: z.literal("masterchef").meta({ description: "A pool of a MasterChef farm.", example: "masterchef" }),
    ...positionFields,
    protocol: protocolName("MasterChef", { description: "Whose farm it is.", example: "SushiSwap" }),
    contract: address.meta({ description: "The farm." }),
    pid: bigUint.meta({ description: "The pool's number in the farm.", example: 12 }),
    token: slug.meta({ description: "What is staked: a name under `tokens`.", example: "lp" }),
    reward: address.meta({ description: "The contract of the token that the farm pays." }),
    rewardToken: slug.meta({ description: "The same token's name under `tokens`.", example: "sushi" }),
    pending: z
      .string()
      .refine(
        isPendingView,
        "must be the signature of a view of a pool's number and an account that returns one uint256",
      )
      .default("function pendingSushi(uint256 pid, address user) view returns (uint256)")
      .meta({
        description: "Solidity signature of the view that tells what can be harvested.",
        example: "function pendingCake(uint256 pid, address user) view returns (uint256)",
      }),
  })
  .meta({
    description:
      "Tokens staked in a farm that logs no reward: what it sends of the reward token in a deposit or a withdrawal was harvested by it.",
  });

type Farm = z.output<typeof schema>;

/** A stake in a farm's pool, and what it could harvest. */
export const masterchef = yieldKind("masterchef", schema, (settings) => ({
  protocol: settings.protocol,
  legs: [
    { leg: "staked", token: settings.token, kind: "held" },
    {
      ...{ leg: "earned", token: settings.rewardToken, kind: "claimable" },
      earnedOn: settings.token === settings.rewardToken ? "staked" : undefined,
    },
  ],
  read: () => readFarm(settings),
  filters: filtersOf(settings),
  decode: (logs) => farmFlows({ pid: settings.pid, paysStake: settings.token === settings.rewardToken }, logs),
}));

/** The farm's own logs of any pool: a transaction may harvest several, and only their order tells which one paid. */
function filtersOf({ contract, reward, holder }: Farm): LogFilter[] {
  const own = [topicOf(holder)];
  return [
    { addresses: [contract], topics: farmTopics, indexed: [own] },
    { addresses: [reward], topics: [toEventSelector(transfer)], indexed: [[topicOf(contract)], own] },
  ];
}

/** A stake is its own share: it neither grows nor shrinks but by what is told. */
function* readFarm({ contract, pid, holder, reward, pending }: Farm): Read<SeenLeg[]> {
  const view = parseAbiItem(pending) as AbiFunction;
  const results = yield [call(contract, userInfo, pid, holder), call(contract, view, pid, holder)];
  const [staked = 0n, earned = 0n] = results.map((result) => resultOf<bigint>(result));
  return [
    { leg: "staked", amount: staked, shares: staked },
    { leg: "earned", contract: reward, amount: earned },
  ];
}

function isPendingView(signature: string): boolean {
  try {
    const { type, inputs, outputs } = parseAbiItem(signature as string) as AbiFunction;
    const kinds = [...inputs, ...outputs].map((one) => one.type);
    return type === "function" && kinds.join() === "uint256,address,uint256";
  } catch {
    return false;
  }
}
