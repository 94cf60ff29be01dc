import { z } from "zod";
import { ballotChoices } from "../ballot.ts";

/** What this shape is called; another shape gets another number. */
export const BUNDLE_FORMAT = "steward-bundle/1";

const hash = z.templateLiteral(["0x", z.string().regex(/^[0-9a-f]{64}$/)]);
const bytes = z.templateLiteral(["0x", z.string().regex(/^([0-9a-f]{2})*$/)]);
const address = z.templateLiteral(["0x", z.string().regex(/^[0-9a-fA-F]{40}$/)]);
const digits = z.string().regex(/^(0|[1-9]\d{0,77})$/, "is not a whole number in smallest units");
const id = z.string().regex(/^[1-9]\d{0,19}$/, "is not a Discord id");
const whole = z.int().nonnegative();

const action = z.strictObject({
  parameter: z.string(),
  executor: z.string(),
  chain: whole,
  target: address,
  value: digits,
  calldata: bytes,
  codeHash: hash,
  before: z.string(),
  after: z.string(),
});

const source = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("votes"),
    chain: whole,
    token: address,
    symbol: z.string(),
    decimals: whole,
  }),
  z.strictObject({ kind: z.literal("role"), roles: z.array(z.string()) }),
]);

const proposal = z.strictObject({
  id: whole,
  server: id,
  author: id,
  title: z.string(),
  body: z.string(),
  actions: z.array(action).min(1),
  actionsHash: hash,
  rulePack: z.record(z.string(), z.unknown()),
  electorate: z.strictObject({
    name: z.string(),
    source,
    snapshot: z.strictObject({ chain: whole, block: digits, hash, timepoint: digits }).optional(),
    total: digits.optional(),
  }),
  description: z.string(),
  predicted: z.array(z.strictObject({ executor: z.string(), kind: z.string(), label: z.string(), id: z.string() })),
  openedAt: whole,
  closesAt: whole,
  hash,
});

const elector = z.strictObject({ voter: z.string(), member: id, weight: digits, admitted: whole.optional() });

const ballot = z.strictObject({
  id,
  member: id,
  choice: z.enum(ballotChoices),
  reason: z.string().nullable(),
  castAtMs: whole,
  /** `discord`: Discord said that the member cast it. */
  grade: z.literal("discord"),
  event: whole,
});

const event = z.strictObject({
  seq: whole,
  at: whole,
  kind: z.string(),
  proposal: whole,
  actor: z.string(),
  body: z.record(z.string(), z.unknown()),
  hash,
});

/** An event about something else, of which only the place in the chain is shown. */
const skipped = z.strictObject({ seq: whole, digest: hash });

const perSide = <T extends z.ZodType>(value: T) => z.strictObject({ for: value, against: value, abstain: value });

const result = z.strictObject({
  outcome: z.enum(["passed", "rejected", "no-quorum"]),
  weights: perSide(digits),
  voters: perSide(whole),
  quorum: z.strictObject({ reached: digits, needed: digits.optional(), met: z.boolean() }),
  approval: digits.optional(),
});

/** A bundle as its JSON is: all that is needed to count a closed vote again, and to see that nothing was changed. */
export const bundleSchema = z.strictObject({
  format: z.literal(BUNDLE_FORMAT),
  proposal,
  electors: z.array(elector),
  ballots: z.array(ballot),
  /** The hash that the first event is chained to. */
  before: hash,
  events: z.array(z.union([event, skipped])).min(2),
  result,
  root: hash,
});

/** All that is needed to count a closed vote again. */
export type Bundle = z.infer<typeof bundleSchema>;

/** An event of the vote itself, in full. */
export type BundleEvent = z.infer<typeof event>;

/** The vote's own events, in their order. */
export function ownEvents({ events }: Bundle): BundleEvent[] {
  return events.filter((one): one is BundleEvent => "body" in one);
}
