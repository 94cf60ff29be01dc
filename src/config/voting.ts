import { z } from "zod";
import { address, bigUint, chainId, percent, seconds, slug, snowflake } from "./fields.ts";

/** Who may vote, and with what weight. */
export const electorate = z.discriminatedUnion("kind", [
  z
    .strictObject({
      kind: z.literal("votes"),
      chain: chainId.meta({ description: "The chain the token lives on." }),
      token: address.meta({ description: "A token with `getPastVotes` (ERC20Votes, ERC721Votes)." }),
      symbol: z
        .string()
        .min(1)
        .max(16)
        .default("votes")
        .meta({ description: "What weights are called.", example: "HELIO" }),
      decimals: z
        .int()
        .min(0)
        .max(36)
        .default(18)
        .meta({ description: "Decimals of a weight, as the token says; 0 for an ERC-721.", example: 18 }),
    })
    .meta({ description: "Delegated votes of a token at the snapshot: the linked wallets' votes count." }),
  z
    .strictObject({
      kind: z.literal("role"),
      roles: z
        .array(snowflake)
        .min(1)
        .meta({ description: "Discord role ids; one of them is enough.", example: ["700000000000000101"] }),
    })
    .meta({ description: "One member, one vote: whoever carries one of the roles when voting." }),
]);

const quorum = z.discriminatedUnion("kind", [
  z
    .strictObject({
      kind: z.literal("share"),
      share: percent.meta({ description: "Of the electorate's whole weight at the snapshot, rounded down." }),
      counts: z
        .array(z.enum(["for", "against", "abstain"]))
        .min(1)
        .default(["for", "abstain"])
        .meta({ description: "Which ballots count toward the quorum.", example: ["for", "abstain"] }),
    })
    .meta({ description: "A share of all weight must take part." }),
  z
    .strictObject({
      kind: z.literal("absolute"),
      weight: bigUint.meta({
        description: "In the electorate's smallest unit; for a role electorate: members.",
        example: "5",
      }),
      counts: z
        .array(z.enum(["for", "against", "abstain"]))
        .min(1)
        .default(["for", "abstain"])
        .meta({ description: "Which ballots count toward the quorum.", example: ["for", "abstain"] }),
    })
    .meta({ description: "A fixed weight must take part." }),
]);

/** How votes count and pass. */
export const rulePack = z.strictObject({
  title: z.string().min(1).max(60).meta({ description: "What the card calls it.", example: "Standard" }),
  counting: z
    .literal("for-against-abstain")
    .default("for-against-abstain")
    .meta({ description: "What a ballot can say." }),
  quorum: quorum.meta({
    description: "How much weight must take part for a vote to count.",
    example: { kind: "share", share: "4 %", counts: ["for", "abstain"] },
  }),
  approval: z
    .strictObject({
      share: percent.meta({ description: "The share of For + Against that must be For.", example: "50 %" }),
      comparison: z
        .enum(["more-than", "at-least"])
        .default("more-than")
        .meta({ description: "Whether exactly that share is enough (`at-least`) or not." }),
    })
    .prefault({ share: "50 %", comparison: "more-than" })
    .meta({
      description: "What share of For + Against must be For.",
      example: { share: "50 %", comparison: "more-than" },
    }),
});

/** The rules a proposal gets unless its parameter says otherwise. */
export const voting = z.strictObject({
  rulePack: slug.meta({ description: "A name under `rulePacks`.", example: "standard" }),
  electorate: slug.meta({ description: "A name under `electorates`.", example: "holders" }),
  periodSeconds: seconds.meta({
    description: "How long a vote is open, in seconds. It is counted no sooner than 60 seconds after its end.",
    example: 259_200,
  }),
  reminderSeconds: seconds
    .default(86_400)
    .meta({ description: "How long before the end those who asked and have not voted are reminded.", example: 86_400 }),
  openPerAuthor: z
    .int()
    .positive()
    .default(1)
    .meta({ description: "How many open proposals one author may have.", example: 1 }),
});
