import { z } from "zod";
import { parseDecimal } from "../core/decimal.ts";
import { percent, slug, snowflake } from "./fields.ts";

const missedInRow = z.int().min(1).max(100);

const missedInWindow = z
  .strictObject({
    misses: z.int().min(1).max(100).meta({ description: "How many of them, at least.", example: 4 }),
    of: z.int().min(1).max(100).meta({ description: "Among so many epochs.", example: 10 }),
  })
  .refine(({ misses, of }) => misses <= of, "asks for more misses than there are epochs");

const drop = z.strictObject({
  share: percent
    .refine((share) => share > 0n, "must be above 0 %")
    .meta({
      description:
        "By more than how much. A node that had 1.0 × its cohort's middle and has 0.6 × now dropped by 40 %; that the whole cohort, or the price, fell makes no difference.",
      example: "25 %",
    }),
  epochs: z.int().min(1).max(30).default(3).meta({ description: "Over how many epochs, the newest.", example: 3 }),
  usualEpochs: z.int().min(2).max(60).default(14).meta({
    description: "The epochs before those, in which the node had what is usual for it.",
    example: 14,
  }),
});

const claimable = z
  .string()
  .regex(/^\d+(\.\d+)? (USD|[a-z][a-z0-9-]{0,31})$/, 'must be an amount such as "100 helio" or "50 USD"')
  .transform((text) => {
    const [number = "", unit = ""] = text.split(" ");
    return { amount: parseDecimal(number) ?? { digits: 0n, places: 0 }, unit };
  })
  .refine(({ amount }) => amount.digits > 0n, "must be above zero");

const claim = z.strictObject({
  gas: z.int().positive().default(150_000).meta({ description: "Gas that a claim takes.", example: 150_000 }),
  bytes: z.int().positive().default(260).meta({
    description: "Bytes of its transaction, which rollups charge for.",
    example: 260,
  }),
  coinPrice: slug.optional().meta({
    description:
      "The name under `prices` of the chain's own coin, where that is another than the chain's `coinPrice`. Without either, what a claim costs is said to be unknown.",
    example: "eth-usd",
  }),
  worthShare: percent
    .refine((share) => share > 0n, "must be above 0 %")
    .prefault("5 %")
    .meta({ description: "The part of a claim that its gas may take for it to be called worth it.", example: "5 %" }),
});

const off = z.literal("off");

const rules = {
  missedInRow: z.union([missedInRow, off]).optional().meta({
    description:
      "Say it when a node missed so many epochs in a row. The newest epoch is still running until there is a later one. `off` in a source turns off what is said for all.",
    example: 3,
  }),
  missedInWindow: z
    .union([missedInWindow, off])
    .optional()
    .meta({
      description: "Say it when a node missed so many of its last epochs, in a row or not.",
      example: { misses: 4, of: 10 },
    }),
  drop: z
    .union([drop, off])
    .optional()
    .meta({
      description:
        "Say it when a node earns less of what its cohort's middle node earns than it used to. A cohort is a region; one of fewer than 5 nodes is held against all nodes, and where those are fewer than 5, nothing is said.",
      example: { share: "25 %", epochs: 3, usualEpochs: 14 },
    }),
  claimable: z.union([claimable, off]).optional().meta({
    description:
      "Say it when a node can claim so much: of a token by its name under `tokens`, or of USD by the newest price. Over when less than half of it is left.",
    example: "100 helio",
  }),
  claim: claim
    .optional()
    .meta({ description: "What a claim takes, so that its cost can be said beside it.", example: { gas: 150_000 } }),
  terms: z.boolean().optional().meta({
    description: "Say it when a node's operator changes a cut, a commission, a fee.",
    example: true,
  }),
  clearAfter: z.int().min(1).max(30).optional().meta({
    description: "In how many epochs in a row a node must have been paid again to be back. Default: 1.",
    example: 1,
  }),
  ignore: z
    .array(z.string().min(1).max(100))
    .optional()
    .meta({ description: "Names of nodes that nothing is said about.", example: ["17", "test-node"] }),
};

/** When something is said about nodes unasked: once for all sources, with what is otherwise for one. */
export const nodeAlerts = z.strictObject({
  channel: snowflake.optional().meta({ description: "Where it is said. Default: `channels.alarms`." }),
  ...rules,
  claim: claim.prefault({}).meta({
    description: "What a claim takes, so that its cost can be said beside it.",
    example: { gas: 150_000 },
  }),
  sources: z
    .record(slug, z.strictObject(rules))
    .prefault({})
    .meta({ description: "What is otherwise for a source, by its name under `rewards`." }),
});

/** When something is said about nodes, as the config has it. */
export type NodeAlertsConfig = z.output<typeof nodeAlerts>;
