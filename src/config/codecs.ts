import { z } from "zod";
import { bigUint, seconds, slug } from "./fields.ts";

/** How the chain's integer and the member's words translate into each other. */
export const codec = z.discriminatedUnion("type", [
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
      type: z.literal("amount"),
      symbol: z.string().min(1).max(20).meta({ description: "What members see.", example: "gwei" }),
      decimals: z.int().min(0).max(77).meta({ description: "How many decimals one of it has.", example: 9 }),
    })
    .meta({ description: "An amount of something that is not under `tokens`: `0.1 gwei`." }),
  z
    .strictObject({
      type: z.literal("duration"),
      unit: z.enum(["s", "blocks", "rounds", "epochs"]).default("s").meta({
        description:
          "What the chain counts in. Members type `7 rounds`; or a span of time, where `secondsPerUnit` is given.",
        example: "s",
      }),
      secondsPerUnit: seconds.optional().meta({
        description:
          "Seconds in one unit of the chain's integer: 3600 where the chain counts hours, 12 where it counts blocks of 12 seconds. Default: 1 where the unit is `s`, else not known.",
        example: 1,
      }),
    })
    .meta({ description: "A span of time: `14 d`, `36 h`, `7 rounds`." }),
  z
    .strictObject({
      type: z.literal("integer"),
      unit: z.string().max(20).optional().meta({ description: "What is counted.", example: "nodes" }),
    })
    .meta({ description: "A bare whole number, which may be below zero: `24 nodes`." }),
  z
    .strictObject({
      type: z.literal("enum"),
      names: z
        .record(z.string().regex(/^\d+$/, "must be a number"), z.string().min(1).max(40))
        .meta({ description: "What each number stands for.", example: { "0": "off", "1": "slow" } }),
    })
    .meta({ description: "A number that stands for a word." }),
  z
    .strictObject({
      type: z.literal("bytes32"),
      as: z
        .enum(["hex", "text"])
        .default("hex")
        .meta({ description: "Whether the bytes are read as a text with zeros after it.", example: "text" }),
    })
    .meta({ description: "32 bytes: a hash, a key, a short text." }),
  z.strictObject({ type: z.literal("text") }).meta({ description: "A text (`string`)." }),
  z.strictObject({ type: z.literal("boolean") }).meta({ description: "`on` or `off`." }),
  z.strictObject({ type: z.literal("address") }).meta({ description: "A full address." }),
]);

/** What a rate or an amount is per. */
export const per = z.strictObject({
  unit: z.enum(["second", "block", "round", "epoch", "day", "week", "year"]).meta({
    description: "What the value is per.",
    example: "round",
  }),
  seconds: seconds.optional().meta({
    description: "How long a block, a round or an epoch takes; needed to tell what it is per year.",
    example: 75_600,
  }),
  compounds: z.boolean().default(false).meta({
    description: "Whether each period's rate works on what the earlier ones made. Else they add up.",
    example: true,
  }),
});
