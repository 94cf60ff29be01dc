import { z } from "zod";
import { seconds } from "./fields.ts";

/** How many treasurers a hand-off takes, and what their signatures have to be. */
export const handoffs = z.strictObject({
  treasurers: z
    .union([z.literal(1), z.literal(2)])
    .default(1)
    .meta({
      description:
        "How many treasurers a hand-off takes. With 2, the second signs a permit with a linked wallet, so that a stolen Discord account alone hands nothing off.",
      example: 2,
    }),
  permitSeconds: seconds
    .default(86_400)
    .meta({ description: "How long a hand-off that was asked for can be permitted.", example: 86_400 }),
  walletAgeSeconds: z.int().nonnegative().default(259_200).meta({
    description:
      "For how long a wallet must have been linked when the hand-off was asked for: whoever steals an account can link a wallet of their own.",
    example: 259_200,
  }),
});
