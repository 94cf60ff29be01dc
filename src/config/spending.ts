import { z } from "zod";
import { slug } from "./fields.ts";

const rules = {
  rulePack: slug.optional().meta({
    description:
      "By which rules they are voted on: a name under `rulePacks` whose ballots take sides. Default: `voting.rulePack`.",
    example: "standard",
  }),
  level: z
    .string()
    .optional()
    .meta({ description: "Which level of its rules, where they have levels.", example: "L2" }),
};

/** Payments that members may vote on. */
export const transfers = z.strictObject({
  executor: slug.meta({ description: "From whose account it is paid: a name under `executors`.", example: "dao" }),
  ...rules,
});

/** Calls of any contract that members may vote on. */
export const calls = z.strictObject({
  executor: slug.meta({ description: "In whose name they are made: a name under `executors`.", example: "dao" }),
  ...rules,
});
