import type { Address, Hex } from "viem";
import type { z } from "zod";
import type { LogFilter, RawLog, Read } from "../../chain/chain.ts";
import type { Config, Kind, Settings } from "../../config/schema.ts";
import type { MoneyKind } from "../../core/rewards/kinds.ts";
import type { Expected } from "../../core/rewards/merkle/read-tree.ts";
import type { RewardTree } from "../../core/rewards/merkle/tree.ts";
import type { TreePlace } from "../trees/tree-place.ts";

/** Where something was said: a log, by its place in the chain. `at` in Unix seconds of its block. */
export type Place = { block: bigint; logIndex: number; transaction: Hex; at: number };

/** What a log says of one node's money. */
export type SeenReward = Place & {
  node: string;
  recipient: Address;
  /** Name of the token in the config. */
  token: string;
  /** In the token's smallest unit; never negative. */
  amount: bigint;
  kind: MoneyKind;
  /** The network's own epoch; undefined where it has none, or the log does not say it. */
  epoch: number | undefined;
  /** Its place among what the same log says: 0 for a log that says one thing. */
  part: number;
};

/** A node that came, changed hands, or left; times in Unix seconds. */
export type SeenNode =
  | {
      change: "registered";
      node: string;
      owner: Address;
      region: string | undefined;
      class: string | undefined;
      at: number;
    }
  | { change: "retired"; node: string; at: number };

/** What a node's operator keeps or asks for from here on: `term` names it, `value` is as people read it, with its unit. */
export type SeenTerm = Place & { node: string; owner: Address; term: string; value: string; part: number };

/** An epoch that began or ended, by the network's own word: whoever was paid nothing in it missed it. */
export type SeenEpoch = { epoch: number; at: number };

/** The root of a reward tree, as the chain holds it; `facts` is what else the chain says that the tree must fit. */
export type SeenRoot = Place & {
  epoch: number;
  root: Hex;
  distributor: Address;
  facts: Readonly<Record<string, string>>;
};

/** A root that the network took back before it became active. */
export type WithdrawnRoot = { epoch: number; why: string };

/** Something that was seen and is not booked: a sentence that says what and why. */
export type SeenOddity = Place & { what: string };

/** What the books hold of a source from before the logs that are read, where a log alone does not say all. */
export type Known = {
  /** The newest epoch that the network told of. */
  epoch: number | undefined;
  /** Whether the source has told of a node by that name. */
  isNode: (name: string) => boolean;
};

/** What logs say, in their order; what a source has no word for is left out. */
export type Decoded = {
  rewards: readonly SeenReward[];
  nodes: readonly SeenNode[];
  terms?: readonly SeenTerm[];
  epochs?: readonly SeenEpoch[];
  roots?: readonly SeenRoot[];
  withdrawn?: readonly WithdrawnRoot[];
  oddities?: readonly SeenOddity[];
};

/** What a tree says of one account in one token, in the token's smallest unit. */
export type TreeReward = { node: string; recipient: Address; token: string; amount: bigint };

/** A root as far as its tree must fit it. */
export type RootClaim = Pick<SeenRoot, "epoch" | "root" | "distributor" | "facts">;

/** How a source's reward trees are had and understood. */
export type TreeReader = {
  place: (root: RootClaim) => TreePlace;
  /**
   * True where a tree holds all that was ever earned, not what was earned in its epoch. What it adds counts for the stretch of time
   * its root is in, as claims do: it was earned since the last tree that was read, whatever the network's number of either.
   */
  cumulative: boolean;
  /** The tokens of which a tree says everything. */
  tokens: (root: RootClaim) => readonly string[];
  /** What must be so in its file, besides the root. */
  expected: (root: RootClaim) => Expected;
  /** What a tree says, once every leaf of it has been led to the root; throws Refusal where it does not fit what the chain told. */
  read: (tree: RewardTree, root: RootClaim) => { rewards: readonly TreeReward[]; odd?: readonly OddInTree[] };
};

/** Something a tree holds that is not booked, in a sentence; `about` is what it is about, so that it is said once. */
export type OddInTree = { about: string; what: string };

/** A root of which no event tells, because it has stood in its contract since the block that made it: it is asked for once. */
export type QuietRoot = Omit<RootClaim, "root"> & { block: bigint; read: () => Read<Hex> };

/** What a node earned in an epoch and can be claimed or was, as it is booked; in the token's smallest unit. */
export type Accrued = { epoch: number; token: string; amount: bigint };

/** What a node could claim or has locked now, by the chain's own views; in the token's smallest unit. */
export type Owed = { token: string; claimable?: bigint; locked?: bigint };

/** One reward source of the config. */
export type RewardSource = {
  name: string;
  kind: string;
  chain: number;
  /** What members see. */
  label: string;
  /** Names of the tokens in the config that it pays in; the first is what it mainly pays. */
  tokens: readonly string[];
  /** The first block that can hold any of its logs. */
  fromBlock: bigint;
  /** How long an epoch lasts where the network has none of its own, or does not say which. */
  epochSeconds: number;
  /** Whether what it pays comes once, and not again and again. */
  oneOff: boolean;
  filters: readonly LogFilter[];
  /** What the logs of those filters say, which follow on those that made `known`. Throws Refusal for a log it cannot read. */
  decode: (logs: readonly RawLog[], known: Known) => Decoded;
  /** For networks that pay by reward trees. */
  tree?: TreeReader;
  quietRoots?: readonly QuietRoot[];
  /**
   * For networks whose contracts say what is owed to a node. Some only say which part of what is booked (`accrued`) was claimed, and
   * leave out what can be claimed where they are not given that.
   */
  owed?: (node: { node: string; owner: Address; accrued?: readonly Accrued[] }) => Read<readonly Owed[]>;
};

/** What else of the config a source may need: tokens by name, and the treasury's own accounts. */
export type Surroundings = Pick<Config, "tokens" | "treasury">;

/** A kind of reward source: what it needs to be told, and how it is bound to that. */
export type RewardKind = Kind & { bind: (name: string, settings: Settings, config: Surroundings) => RewardSource };

/** Declares a kind; `bind` gets the settings its own schema has parsed. What is alike for every kind is seen to here. */
export function rewardKind<Schema extends z.ZodObject>(
  kind: string,
  schema: Schema,
  bind: (name: string, settings: z.output<Schema>, config: Surroundings) => Omit<RewardSource, "oneOff">,
): RewardKind {
  return {
    kind,
    schema,
    bind: (name, settings, config) => ({
      ...bind(name, settings as unknown as z.output<Schema>, config),
      oneOff: settings["oneOff"] === true,
    }),
  };
}
