import { z } from "zod";
import { address, chainId } from "../../config/fields.ts";

/** What a position is told whatever it lies in. */
export const positionFields = {
  chain: chainId.meta({ description: "The chain it lives on." }),
  label: z.string().min(1).max(40).meta({ description: "What members see.", example: "Staked ether" }),
  holder: address.meta({ description: "The treasury's account that holds it." }),
  fromBlock: z
    .int()
    .nonnegative()
    .default(0)
    .meta({ description: "The first block to look for movements in.", example: 0 }),
};
