import { z } from "zod";
import { address } from "../../../config/fields.ts";
import { commonSettings, paysIn } from "../shared/settings.ts";
import { treeSettings } from "../shared/tree-settings.ts";

const INTERVAL_SECONDS = 2_419_200;
const FIRST_INTERVAL = 1_659_591_339;

const addresses = z.array(address);

const megapool = z.strictObject({
  contract: address.meta({ description: "The megapool." }),
  node: address.meta({ description: "The node that owns it." }),
});

/** What a source that reads Rocket Pool needs to be told. */
export const rocketPoolSchema = z
  .strictObject({
    kind: z.literal("rocket-pool").meta({
      description: "Rocket Pool: a tree for each interval, and what nodes are paid outside of it.",
      example: "rocket-pool",
    }),
    ...commonSettings,
    epochSeconds: z
      .int()
      .positive()
      .default(INTERVAL_SECONDS)
      .meta({ description: "How long an interval lasts.", example: INTERVAL_SECONDS }),
    firstInterval: z.int().nonnegative().default(FIRST_INTERVAL).meta({
      description:
        "When interval 0 began, in Unix seconds: what is paid outside of trees counts for the interval it is in.",
      example: FIRST_INTERVAL,
    }),
    token: paysIn("RPL"),
    ethToken: paysIn("ETH"),
    rewardsPools: addresses.min(1).meta({
      description: "RocketRewardsPool, the oldest first: an upgrade makes a new one.",
      example: ["0x9999999999999999999999999999999999999999"],
    }),
    distributors: addresses.min(1).meta({
      description: "RocketMerkleDistributorMainnet, the oldest first: an upgrade makes a new one.",
      example: ["0x9999999999999999999999999999999999999999"],
    }),
    tree: treeSettings,
    megapools: z
      .array(megapool)
      .default([])
      .meta({
        description: "Megapools whose distributions are booked for their nodes.",
        example: [
          {
            contract: "0x9999999999999999999999999999999999999999",
            node: "0x8888888888888888888888888888888888888888",
          },
        ],
      }),
    feeDistributors: addresses.default([]).meta({
      description: "Nodes' fee distributors whose distributions are booked.",
      example: ["0x9999999999999999999999999999999999999999"],
    }),
  })
  .meta({ description: "Rewards of Rocket Pool's nodes; `{epoch}` is the interval." });

/** The settings of such a source. */
export type RocketPoolSettings = z.output<typeof rocketPoolSchema>;
