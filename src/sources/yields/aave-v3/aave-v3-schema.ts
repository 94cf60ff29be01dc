import { z } from "zod";
import { address, slug } from "../../../config/fields.ts";
import { positionFields, protocolName } from "../shared/position-fields.ts";

const incentives = z
  .strictObject({
    controller: address.meta({ description: "The market's RewardsController." }),
    reward: address.meta({ description: "The contract of the token that is paid." }),
    token: slug.meta({ description: "The same token's name under `tokens`.", example: "helio" }),
    assets: z
      .array(address)
      .prefault([])
      .meta({
        description:
          "The aTokens and debt tokens that earn it. Empty: this position's. A claim does not say what it was earned on, so that one position must name all tokens the holder earns the same reward with, and no other position any.",
        example: ["0x9999999999999999999999999999999999999999"],
      }),
  })
  .meta({ description: "Incentives the market pays beside interest." });

/** What a position in one reserve of an Aave v3 market needs to be told. */
export const aaveV3Schema = z
  .strictObject({
    kind: z.literal("aave-v3").meta({ description: "A reserve of an Aave v3 market.", example: "aave-v3" }),
    ...positionFields,
    protocol: protocolName("Aave v3", {
      description: "Whose market it is: others run the same code.",
      example: "Aave v3",
    }),
    asset: address.meta({ description: "The reserve: the contract of what is supplied or owed." }),
    token: slug.meta({ description: "The same token's name under `tokens`.", example: "dollar" }),
    supply: address.optional().meta({ description: "The reserve's aToken, where the holder supplies to it." }),
    debt: address
      .optional()
      .meta({ description: "The reserve's variable debt token, where the holder borrows from it." }),
    incentives: incentives.optional(),
  })
  .refine(({ supply, debt }) => supply !== undefined || debt !== undefined, {
    path: ["supply"],
    message: "needs `supply` or `debt`: without either there is nothing to read",
  })
  .meta({
    description:
      "A holder's supply, variable debt and incentives in one reserve of an Aave v3 market, as its own tokens tell them: interest is income, and an expense where it is owed. Fits any version of v3.",
  });

/** The settings of such a position. */
export type AaveV3Settings = z.output<typeof aaveV3Schema>;
