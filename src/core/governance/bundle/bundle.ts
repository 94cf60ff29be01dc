import { z } from "zod";

/** What this shape is called; another shape gets another number. */
export const BUNDLE_FORMAT = "steward-bundle/2";

const hash = z.templateLiteral(["0x", z.string().regex(/^[0-9a-f]{64}$/)]);
const bytes = z.templateLiteral(["0x", z.string().regex(/^([0-9a-f]{2})*$/)]);
const address = z.templateLiteral(["0x", z.string().regex(/^[0-9a-fA-F]{40}$/)]);
const digits = z.string().regex(/^(0|[1-9]\d{0,77})$/, "is not a whole number in smallest units");
const id = z.string().regex(/^[1-9]\d{0,19}$/, "is not a Discord id");
const whole = z.int().nonnegative();

const call = {
  executor: z.string(),
  chain: whole,
  target: address,
  value: digits,
  calldata: bytes,
  codeHash: hash,
};
const valueChange = { parameter: z.string(), before: z.string(), after: z.string() };

const action = z.union([
  z.strictObject({ ...call, ...valueChange }),
  z.strictObject({
    ...{ ...call, kind: z.literal("group"), group: z.string() },
    changes: z.array(z.strictObject(valueChange)),
  }),
  z.strictObject({
    ...{ ...call, kind: z.literal("transfer"), token: z.string().optional() },
    ...{ to: address, amount: digits },
  }),
  z.strictObject({ ...call, kind: z.literal("call"), signature: z.string(), args: z.array(z.string()) }),
]);

const unit = { symbol: z.string(), decimals: whole };
const wallets = { chain: whole, ...unit };
const snapshot = z.strictObject({ chain: whole, block: digits, hash, timepoint: digits });
const rule = z.strictObject({
  weigh: z.enum(["one", "stake", "root-stake"]),
  minimumAgeSeconds: whole.optional(),
  paidWithinSeconds: whole.optional(),
  mostPerNode: digits.optional(),
  mostPerOperator: digits.optional(),
});
const stake = z.strictObject({ target: address, read: z.string() });

const simple = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("votes"), token: address, ...wallets }),
  z.strictObject({
    ...{ kind: z.literal("balance"), token: address, ...wallets },
    standard: z.enum(["erc20", "erc721", "erc1155"]),
    id: digits.optional(),
  }),
  z.strictObject({
    ...{ kind: z.literal("call"), target: address, weight: z.string(), total: z.string().optional() },
    ...wallets,
  }),
  z.strictObject({ kind: z.literal("nodes"), rewards: z.string(), rule, stake: stake.optional(), ...wallets }),
  z.strictObject({ kind: z.literal("role"), roles: z.array(z.string()), listed: z.literal(true).optional() }),
]);

/** Who may vote by a source; sources made of parts hold their parts, which are made of no more parts than a sum is. */
const electorateOf = <T extends z.ZodType>(source: T) =>
  z.strictObject({
    name: z.string(),
    source,
    snapshot: snapshot.optional(),
    total: digits.optional(),
    excluded: z.array(address).optional(),
  });

const summed = z.strictObject({
  kind: z.literal("sum"),
  ...unit,
  of: z.array(z.strictObject({ times: digits, electorate: electorateOf(simple) })),
});
const inHouse = electorateOf(z.discriminatedUnion("kind", [...simple.options, summed]));
const houses = z.strictObject({ kind: z.literal("houses"), houses: z.record(z.string(), inHouse) });
const electorate = electorateOf(z.discriminatedUnion("kind", [...simple.options, summed, houses]));

/** A choice as it is kept: `readChoice` says whether the rules know it. */
const choice = z.union([z.string(), whole, z.array(whole), z.record(z.string(), z.string())]);

const proposal = z.strictObject({
  id: whole,
  server: id,
  author: id,
  title: z.string(),
  body: z.string(),
  choices: z.array(z.string()).optional(),
  actions: z.array(action),
  actionsHash: hash,
  rulePack: z.record(z.string(), z.unknown()),
  electorate,
  description: z.string(),
  predicted: z.array(
    z.strictObject({
      ...{ executor: z.string(), kind: z.string(), label: z.string(), id: z.string() },
      survey: z.record(z.string(), z.string()).optional(),
    }),
  ),
  openedAt: whole,
  closesAt: whole,
  hash,
});

const elector = z.strictObject({
  voter: z.string(),
  member: id,
  weight: digits,
  house: z.string().optional(),
  admitted: whole.optional(),
});

/** `share` as `parseShare` reads it: `100 %`, `1/3`. */
const delegation = z.strictObject({ from: id, to: id, share: z.string() });

const ballot = z.strictObject({
  id,
  member: id,
  choice,
  reason: z.string().nullable(),
  castAtMs: whole,
  /** `discord`: Discord said that the member cast it. `wallet`: a wallet of the member's signed it. */
  grade: z.enum(["discord", "wallet"]),
  wallet: address.optional(),
  signature: bytes.optional(),
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

/** What the closing recorded; the recount says whether it is right, so that its inside needs no shape. */
const result = z.looseObject({ outcome: z.string() });

/** A bundle as its JSON is: all that is needed to count a closed vote again, and to see that nothing was changed. */
export const bundleSchema = z.strictObject({
  format: z.literal(BUNDLE_FORMAT),
  proposal,
  electors: z.array(elector),
  delegations: z.array(delegation).optional(),
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
