import type { Address, Hex } from "viem";
import type { z } from "zod";
import type { LogFilter, RawLog } from "../../chain/chain.ts";
import type { Kind, Settings } from "../../config/schema.ts";

/** One payment to one node, as one log says it. */
export type SeenReward = {
  node: string;
  recipient: Address;
  /** In the smallest unit of the source's token. */
  amount: bigint;
  epoch: number | undefined;
  transaction: Hex;
  logIndex: number;
  block: bigint;
  /** Unix seconds of that block. */
  at: number;
};

/** A node that came, changed hands, or left; times in Unix seconds. */
export type SeenNode =
  | { change: "registered"; node: string; owner: Address; region: string | undefined; at: number }
  | { change: "retired"; node: string; at: number };

/** One reward source of the config. */
export type RewardSource = {
  name: string;
  kind: string;
  chain: number;
  /** What members see. */
  label: string;
  /** Name of the token in the config. */
  token: string;
  /** The first block that can hold any of its logs. */
  fromBlock: bigint;
  filters: readonly LogFilter[];
  /** What the logs of those filters say, in their order. Throws Refusal for a log it cannot read. */
  decode: (logs: readonly RawLog[]) => { rewards: SeenReward[]; nodes: SeenNode[] };
};

/** A kind of reward source: what it needs to be told, and how it is bound to that. */
export type RewardKind = Kind & { bind: (name: string, settings: Settings) => RewardSource };

/** Declares a kind; `bind` gets the settings its own schema has parsed. */
export function rewardKind<Schema extends z.ZodObject>(
  kind: string,
  schema: Schema,
  bind: (name: string, settings: z.output<Schema>) => RewardSource,
): RewardKind {
  return { kind, schema, bind: (name, settings) => bind(name, settings as unknown as z.output<Schema>) };
}
