import { z } from "zod";
import { address, bigUint, chainId, slug } from "./fields.ts";

/** How the chain's integer and the member's words translate into each other. */
const codec = z.discriminatedUnion("type", [
  z
    .strictObject({
      type: z.literal("percent"),
      scale: bigUint.meta({
        description: "The integer that means 100 %: 10000 for basis points, 1000000 for PPM.",
        example: "10000",
      }),
    })
    .meta({ description: "A percentage: `12.5 %`." }),
  z
    .strictObject({
      type: z.literal("multiplier"),
      scale: bigUint.meta({ description: "The integer that means 1 ×.", example: "1000000000000000000" }),
    })
    .meta({ description: "A factor: `1.25 ×`." }),
  z
    .strictObject({
      type: z.literal("token"),
      token: slug.meta({ description: "A name under `tokens`.", example: "helio" }),
    })
    .meta({ description: "An amount: `500 HELIO`." }),
  z
    .strictObject({
      type: z.literal("duration"),
      secondsPerUnit: z.int().positive().default(1).meta({
        description: "Seconds in one unit of the chain's integer: 3600 where the chain counts hours.",
        example: 1,
      }),
    })
    .meta({ description: "A span of time: `14 d`, `36 h`." }),
  z
    .strictObject({
      type: z.literal("integer"),
      unit: z.string().max(20).optional().meta({ description: "What is counted.", example: "nodes" }),
    })
    .meta({ description: "A bare whole number: `24 nodes`." }),
  z.strictObject({ type: z.literal("boolean") }).meta({ description: "`on` or `off`." }),
  z.strictObject({ type: z.literal("address") }).meta({ description: "A full address." }),
]);

const guardrails = z.strictObject({
  min: z.string().optional().meta({ description: "Smallest value, as members type it.", example: "0 %" }),
  max: z.string().optional().meta({ description: "Largest value.", example: "30 %" }),
  step: z
    .string()
    .optional()
    .meta({ description: "Values must be a multiple of this above `min`.", example: "0.25 %" }),
});

/** One knob on chain that members may vote on. */
export const parameter = z.strictObject({
  title: z.string().min(1).max(60).meta({ description: "What members see.", example: "Operator fee" }),
  description: z.string().max(300).default("").meta({
    description: "One sentence: what turning this knob does.",
    example: "The share of rewards that node operators keep.",
  }),
  chain: chainId.meta({ description: "The chain it lives on; the executor's too." }),
  target: address.meta({ description: "The contract that holds it." }),
  getter: z.string().startsWith("function ").meta({
    description: "Solidity signature that reads it.",
    example: "function operatorFeeBps() view returns (uint256)",
  }),
  setter: z.string().startsWith("function ").meta({
    description: "Solidity signature that sets it; the value is the last argument.",
    example: "function setOperatorFeeBps(uint256 value)",
  }),
  keys: z
    .record(slug, z.string().regex(/^0x[0-9a-fA-F]{64}$/, "must be 32 bytes in hexadecimal"))
    .optional()
    .meta({
      description:
        "For a keyed map: the key's name and its 32 bytes, given to getter and setter as the first argument. Members then choose `<parameter>/<key>`.",
      example: { north: "0x6e6f727468000000000000000000000000000000000000000000000000000000" },
    }),
  codec: codec.meta({
    description: "How the chain's integer and the member's words translate into each other.",
    example: { type: "percent", scale: "10000" },
  }),
  guardrails: guardrails
    .prefault({})
    .meta({ description: "Bounds that Steward enforces before a vote opens.", example: { min: "0 %", max: "30 %" } }),
  executor: slug.meta({ description: "Who changes it on chain: a name under `executors`.", example: "dao" }),
  rulePack: slug.optional().meta({
    description: "Rules other than `voting.rulePack`: a name under `rulePacks` whose ballots take sides.",
    example: "standard",
  }),
  level: z
    .string()
    .optional()
    .meta({ description: "Which level of its rules, where they have levels.", example: "L2" }),
});

/** A parameter, or a family of them, as the config has it. */
export type ParameterConfig = z.output<typeof parameter>;
