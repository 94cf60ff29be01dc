import { z } from "zod";
import { slug } from "./fields.ts";

const invariant = z.union([
  z.strictObject({
    sum: z.string().meta({ description: "What the values must make together, as members type it.", example: "100 %" }),
    of: z
      .array(slug)
      .min(2)
      .optional()
      .meta({
        description: "Of which parameters. Default: all of the group.",
        example: ["node-share", "operator-share"],
      }),
  }),
  z.strictObject({
    ascending: z
      .array(slug)
      .min(2)
      .meta({
        description: "Parameters each of which may be no more than the next.",
        example: ["low-price", "high-price"],
      }),
    strict: z.boolean().default(false).meta({ description: "Whether each must be less.", example: true }),
  }),
]);

/** Several parameters that the chain takes with one call. */
export const parameterGroup = z.strictObject({
  title: z.string().min(1).max(60).meta({ description: "What members see.", example: "Split of the rewards" }),
  setter: z.string().startsWith("function ").meta({
    description: "Solidity signature that sets all of them, as arguments or in a struct; called on their `target`.",
    example: "function setShares(uint256 node, uint256 operator)",
  }),
  order: z
    .array(slug)
    .min(2)
    .max(10)
    .meta({
      description: "The parameters in the order of the setter's values. They have no setter of their own.",
      example: ["node-share", "operator-share"],
    }),
  invariants: z
    .array(invariant)
    .default([])
    .meta({
      description: "What must hold among them: a `sum`, or an order (`ascending`).",
      example: [{ sum: "100 %" }],
    }),
});

/** A group of parameters as the config has it. */
export type ParameterGroupConfig = z.output<typeof parameterGroup>;
