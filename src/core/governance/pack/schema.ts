import { z } from "zod";
import type { Counting, RulePack } from "../rule-pack.ts";
import { approval, life, majority, quorum, seconds, share, threshold } from "./fields.ts";

const title = z.string().min(1).max(60);

const common = {
  title,
  quorum,
  silencePasses: z.literal(true).optional(),
  ballots: z.enum(["changeable", "final"]).optional(),
  secret: z.literal(true).optional(),
  early: z.literal(true).optional(),
  lateQuorum: z.strictObject({ seconds }).optional(),
  outage: z.strictObject({ longerThanSeconds: z.int().nonnegative(), atMostSeconds: seconds }).optional(),
  cap: share.optional(),
  root: z.literal(true).optional(),
  delegation: z.strictObject({ depth: z.enum(["one-hop", "cascade"]), override: z.boolean() }).optional(),
  levels: z
    .record(
      z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,15}$/, "must be a short name of letters, digits and dashes"),
      z.strictObject({
        title: title.optional(),
        quorum: quorum.optional(),
        approval: approval.optional(),
        majority: majority.optional(),
        minimum: threshold.optional(),
      }),
    )
    .optional(),
  life: life.optional(),
};

const sides = z.strictObject({
  ...common,
  counting: z.literal("for-against-abstain"),
  approval,
  minimum: threshold.optional(),
  superQuorum: threshold.optional(),
  veto: threshold.optional(),
});
const optimistic = z.strictObject({ ...common, counting: z.literal("optimistic") });
const choosing = { ...common, majority: majority.optional(), minimum: threshold.optional() };
const scored = {
  ...choosing,
  tie: z.enum(["none", "lowest-index"]),
  winners: z.union([z.int().positive(), z.literal("each")]).optional(),
  abstainChoice: z.string().min(1).optional(),
};
const ranked = z.strictObject({
  ...choosing,
  counting: z.literal("ranked"),
  partial: z.boolean(),
  elimination: z.enum(["lowest-index", "highest-index", "earliest-round", "none"]),
  majorityBase: z.enum(["continuing", "all"]),
});
const condorcet = z.strictObject({
  ...choosing,
  counting: z.literal("condorcet"),
  partial: z.boolean(),
  tieBreak: z.enum(["none", "lowest-index", "support", "first-preferences"]),
});
const houses = z.strictObject({
  title,
  counting: z.literal("two-house"),
  houses: z
    .record(z.string().regex(/^[a-z][a-z0-9-]{0,31}$/), z.discriminatedUnion("counting", [sides, optimistic]))
    .refine((all) => Object.keys(all).length >= 2, "must name at least two houses"),
  secret: z.literal(true).optional(),
  life: life.optional(),
});

/** A rule pack as it is written in JSON: shares as `4 %` or `1/3`, weights as whole numbers, strings beyond 2^53. Every key is in docs/bundle.md. */
export const rulePackSchema = z.discriminatedUnion("counting", [
  sides,
  optimistic,
  z.strictObject({ ...scored, counting: z.literal("single-choice") }),
  z.strictObject({ ...scored, counting: z.literal("approval") }),
  z.strictObject({ ...scored, counting: z.literal("weighted") }),
  z.strictObject({ ...scored, counting: z.literal("quadratic"), rootDecimals: z.int().min(0).max(18) }),
  ranked,
  condorcet,
  houses,
]) as unknown as z.ZodType<RulePack<Counting>>;
