import { z } from "zod";
import { address, chainId } from "./fields.ts";

/** Accounts outside the treasury whose gas it bears. */
export const gas = z.strictObject({
  payers: z
    .array(
      z.strictObject({
        chain: chainId.meta({ description: "The chain it pays on." }),
        address: address.meta({ description: "The account that sends the transactions, and pays for them." }),
        label: z.string().min(1).max(40).meta({ description: "What members see.", example: "Executor of the Safe" }),
      }),
    )
    .default([])
    .meta({
      description:
        "Accounts whose gas the treasury gives back, of transactions that moved something in its positions. A Safe never sends a transaction itself: without whoever carries out what it signed, its gas is not seen.",
    }),
});
