import { z } from "zod";
import { address, slug } from "../../../config/fields.ts";
import { positionFields, protocolName } from "../shared/position-fields.ts";

const collateral = z.strictObject({
  asset: address.meta({ description: "The collateral's contract." }),
  token: slug.meta({ description: "The same token's name under `tokens`.", example: "helio" }),
});

const rewards = z
  .strictObject({
    contract: address.meta({ description: "The chain's CometRewards." }),
    reward: address.meta({ description: "The contract of the token that is paid." }),
    token: slug.meta({ description: "The same token's name under `tokens`.", example: "helio" }),
    markets: z
      .array(address)
      .prefault([])
      .meta({
        description:
          "The markets that pay it. Empty: this position's. A claim does not say which market paid, so that one position must name all markets the holder earns the same token in, and no other position any.",
        example: ["0x9999999999999999999999999999999999999999"],
      }),
  })
  .meta({ description: "Rewards that are claimed apart from interest." });

/** What a position in a market of Compound v3 needs to be told. */
export const compoundV3Schema = z
  .strictObject({
    kind: z.literal("compound-v3").meta({ description: "A market of Compound v3.", example: "compound-v3" }),
    ...positionFields,
    protocol: protocolName("Compound v3", {
      description: "Whose market it is: others run the same code.",
      example: "Compound v3",
    }),
    market: address.meta({ description: "The market, which is its own token as well." }),
    asset: address.meta({ description: "The contract of the market's base token." }),
    token: slug.meta({ description: "The same token's name under `tokens`.", example: "dollar" }),
    collateral: z
      .array(collateral)
      .prefault([])
      .refine((list) => new Set(list.map(({ token }) => token)).size === list.length, "names a token twice")
      .meta({ description: "The collateral it keeps there, which earns nothing." }),
    rewards: rewards.optional(),
  })
  .meta({
    description:
      "A holder's supply or debt in a market of Compound v3, its collateral and its rewards. One withdrawal may end a supply and begin a debt: each gets its part. A base transfer that is lent or repays says so in no log: that part is shown as unexplained.",
  });

/** The settings of such a position. */
export type CompoundV3Settings = z.output<typeof compoundV3Schema>;
