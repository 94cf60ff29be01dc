import { z } from "zod";
import { address, bigUint, chainId, seconds, slug, snowflake } from "./fields.ts";

const unit = {
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
};

const excluded = z
  .array(address)
  .optional()
  .meta({
    description: "Wallets that neither vote nor count as weight that could: a foundation's, the treasury's own.",
    example: ["0xcA11bde05977b3631167028862bE2a173976CA11"],
  });

const votes = z
  .strictObject({
    kind: z.literal("votes"),
    chain: chainId.meta({ description: "The chain the token lives on." }),
    token: address.meta({ description: "A token with `getPastVotes` (ERC20Votes, ERC721Votes), whatever its clock." }),
    ...unit,
    excluded: excluded.meta({
      description:
        "Wallets that neither vote nor count as weight that could, by the votes delegated to them. What such a wallet holds and nobody votes with is still part of all weight: let it delegate to itself.",
      example: ["0xcA11bde05977b3631167028862bE2a173976CA11"],
    }),
  })
  .meta({ description: "Delegated votes of a token at the snapshot: the linked wallets' votes count." });

const balance = z
  .strictObject({
    kind: z.literal("balance"),
    chain: chainId.meta({ description: "The chain the token lives on." }),
    token: address.meta({ description: "The token." }),
    standard: z.enum(["erc20", "erc721", "erc1155"]).meta({ description: "Which kind of token it is." }),
    id: bigUint.optional().meta({ description: "Of an ERC-1155: which of its tokens.", example: "1" }),
    ...unit,
    excluded,
  })
  .refine(
    ({ standard, id }) => (standard === "erc1155") === (id !== undefined),
    "an erc1155, and only that, needs an id",
  )
  .meta({
    description:
      "What linked wallets held of a plain token at the snapshot block. Needs a node that keeps that block's state.",
  });

const call = z
  .strictObject({
    kind: z.literal("call"),
    chain: chainId.meta({ description: "The chain the contract lives on." }),
    target: address.meta({ description: "The contract." }),
    weight: z.string().startsWith("function ").meta({
      description:
        "Solidity signature with the wallet as its one argument: bonded stake, voting power, anything that is one number.",
      example: "function bondedAmount(address owner) view returns (uint256)",
    }),
    total: z.string().startsWith("function ").optional().meta({
      description:
        "Solidity signature, without arguments, of all weight there is. Without it no share of all weight can be asked for.",
      example: "function totalBonded() view returns (uint256)",
    }),
    ...unit,
    excluded,
  })
  .meta({
    description:
      "What a contract answers about linked wallets at the snapshot block. Needs a node that keeps that block's state.",
  });

const nodes = z
  .strictObject({
    kind: z.literal("nodes"),
    rewards: slug.meta({ description: "Whose nodes: a name under `rewards`.", example: "nodes" }),
    weigh: z.enum(["one", "stake", "root-stake"]).default("one").meta({
      description: "What a node weighs: one, its stake, or the square root of its stake, rounded down node by node.",
    }),
    stake: z
      .strictObject({
        target: address.meta({ description: "The contract that tells a node's stake." }),
        read: z.string().startsWith("function ").meta({
          description: "Solidity signature with the node's name as its one argument.",
          example: "function stakeOf(uint256 node) view returns (uint256)",
        }),
      })
      .optional()
      .meta({ description: "Where stakes are read, at the snapshot block; needed unless a node weighs one." }),
    minimumAgeSeconds: seconds
      .optional()
      .meta({ description: "Only nodes at least so old at the snapshot.", example: 2_592_000 }),
    paidWithinSeconds: seconds
      .optional()
      .meta({ description: "Only nodes that were paid within so long before the snapshot.", example: 604_800 }),
    mostPerNode: bigUint.optional().meta({ description: "Most that one node may weigh.", example: "1000" }),
    mostPerOperator: bigUint.optional().meta({ description: "Most that one operator may weigh.", example: "50" }),
    symbol: z
      .string()
      .min(1)
      .max(16)
      .default("nodes")
      .meta({ description: "What weights are called.", example: "nodes" }),
    decimals: z.int().min(0).max(36).default(0).meta({ description: "Decimals of a weight.", example: 0 }),
    excluded,
  })
  .refine(({ weigh, stake }) => weigh === "one" || stake !== undefined, "needs `stake`: where a node's stake is read")
  .meta({ description: "Active nodes, weighed for the wallets that own them." });

const role = z
  .strictObject({
    kind: z.literal("role"),
    roles: z
      .array(snowflake)
      .min(1)
      .meta({ description: "Discord role ids; one of them is enough.", example: ["700000000000000101"] }),
    listed: z.boolean().default(false).meta({
      example: true,
      description:
        "Whether who carries a role is listed, and so fixed, when a vote opens. Needs the bot's Server Members intent. Otherwise whoever carries it when voting may vote, and nobody knows how many could.",
    }),
  })
  .meta({ description: "One member, one vote: whoever carries one of the roles." });

const sum = z
  .strictObject({
    kind: z.literal("sum"),
    of: z
      .array(
        z.strictObject({
          electorate: slug.meta({ description: "A name under `electorates`: one that is no sum.", example: "holders" }),
          times: bigUint.default(1n).meta({
            description: "What each of its weights is multiplied by first, so that all are in one unit.",
            example: "1000000000000000000",
          }),
        }),
      )
      .min(2)
      .meta({ description: "What is added up." }),
    ...unit,
  })
  .meta({ description: "Several electorates added up: tokens and nodes, tokens on two chains." });

/** Who may vote, and with what weight. */
export const electorate = z.discriminatedUnion("kind", [votes, balance, call, nodes, role, sum]);

/** An electorate as the config has it. */
export type ElectorateConfig = z.output<typeof electorate>;

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
    .meta({ description: "How many proposals of one author may be under way, drafts apart.", example: 1 }),
  perAuthorPerDay: z
    .int()
    .positive()
    .default(5)
    .meta({ description: "How many proposals one author may begin within 24 hours.", example: 5 }),
  quorumNoticeSeconds: seconds.default(86_400).meta({
    description:
      "How long before the end it is said that a quorum is missing, and how much; never in a vote's first half.",
    example: 86_400,
  }),
  threads: z.boolean().default(true).meta({
    example: true,
    description: "Whether each proposal gets a thread to be discussed in. In a forum it has its post in either case.",
  }),
});
