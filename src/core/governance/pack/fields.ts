import { z } from "zod";
import { BotError } from "../../../errors.ts";
import type { Quorum, Threshold } from "../rule-pack.ts";
import { parseShare, type Share } from "../share.ts";

/** A share as it is written: `4 %`, `66.67 %`, `1/3`; exact. */
export const share = z.string().transform((text, context): Share => {
  try {
    return parseShare(text);
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    context.addIssue({ code: "custom", message: [error.message, error.hint].filter(Boolean).join(" ") });
    return z.NEVER;
  }
});

/** A weight in smallest units: a whole number, beyond 2^53 as a string of digits. */
export const weight = z
  .union([z.int().nonnegative(), z.string().regex(/^(0|[1-9]\d{0,77})$/, "must be a whole number")])
  .transform((value) => BigInt(value));

export const seconds = z.int().positive();

const comparison = z.enum(["more-than", "at-least"]);
const rounding = z.enum(["floor", "ceil"]);
const ofShare = { kind: z.literal("share"), share, rounding: rounding.optional(), comparison: comparison.optional() };
const absolute = { kind: z.literal("absolute"), weight, comparison: comparison.optional() };

/** A weight that has to be met. */
export const threshold = tidy<Threshold>(
  z.discriminatedUnion("kind", [z.strictObject(ofShare), z.strictObject(absolute)]),
);

const counted = {
  counts: z.array(z.enum(["for", "against", "abstain", "veto", "cast", "leader"])).min(1),
  virtual: z.literal(true).optional(),
};

/** How much must take part. */
export const quorum = tidy<Quorum>(
  z.discriminatedUnion("kind", [
    z.strictObject({ ...ofShare, ...counted }),
    z.strictObject({ ...absolute, ...counted }),
  ]),
);

/** What share must be For. */
export const approval = z.strictObject({
  share,
  comparison,
  of: z.enum(["sides", "cast", "open", "electorate"]).optional(),
  rounding: rounding.optional(),
  abstainPasses: z.literal(true).optional(),
});

/** What share the leading choice must have. */
export const majority = z.strictObject({
  share,
  comparison,
  of: z.enum(["cast", "continuing", "electorate"]).optional(),
});

/** The periods and doors of a proposal's life. */
export const life = z.strictObject({
  proposer: threshold.optional(),
  sponsorship: z.strictObject({ threshold, withdrawWhenBelow: z.boolean() }).optional(),
  reviewSeconds: seconds.optional(),
  votingDelaySeconds: seconds.optional(),
  votingSeconds: seconds.optional(),
  timelockSeconds: seconds.optional(),
  graceSeconds: seconds.optional(),
});

/** What zod infers of an optional key allows `undefined` in it; parsed JSON never holds one. */
function tidy<T>(schema: z.ZodType): z.ZodType<T> {
  return schema as z.ZodType<T>;
}
