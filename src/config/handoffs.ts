import { z } from "zod";
import { seconds } from "./fields.ts";

/** How many treasurers a hand-off takes, what their signatures have to be, and when they are reminded. */
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
  closingNoticeSeconds: seconds.default(86_400).meta({
    description:
      "How long before the time to carry out a passed vote ends the treasurers are told; never in that time's first half.",
    example: 86_400,
  }),
  idleNoticeSeconds: seconds.default(86_400).meta({
    description: "After how long the treasurers are told that the next step on chain is due and nobody has sent it.",
    example: 86_400,
  }),
});
