import { z } from "zod";
import { address, chainId } from "./fields.ts";

/** Accounts whose payments are income. */
export const incomeFrom = z
  .array(
    z.strictObject({
      chain: chainId.meta({ description: "The chain the account is on." }),
      address: address.meta({
        description: "The account that pays: a fee splitter, a rewards contract, a customer.",
      }),
      label: z.string().min(1).max(40).meta({ description: "What members see.", example: "Operator fees" }),
    }),
  )
  .prefault([]);
