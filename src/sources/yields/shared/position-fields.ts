import { z } from "zod";
import { address, chainId, percent } from "../../../config/fields.ts";
import { RAY } from "../../../core/treasury/legs.ts";

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

/** The same, as it was read. */
export type PositionSettings = z.output<z.ZodObject<typeof positionFields>>;

/** Whose contracts a position lies in, as members see it. */
export function protocolName(usual: string, meta: { description: string; example: string }) {
  return z.string().min(1).max(40).default(usual).meta(meta);
}

/** A rate that the community was told, where the contract tells none; becomes one at a scale of 1e27. */
export const quotedRate = percent
  .transform((millionths) => millionths * (RAY / 1_000_000n))
  .optional()
  .meta({
    description:
      "The yearly rate that the community was told this would earn, simple; what it does earn is held against it. Default: none was.",
    example: "6 %",
  });
