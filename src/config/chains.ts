import { z } from "zod";
import { address, chainId, slug } from "./fields.ts";

const finality = z
  .discriminatedUnion("kind", [
    z
      .strictObject({ kind: z.literal("finalized") })
      .meta({ description: "The block the node itself tags as finalized." }),
    z
      .strictObject({
        kind: z.literal("depth"),
        blocks: z
          .int()
          .nonnegative()
          .meta({ description: "How many blocks below the newest count as final.", example: 64 }),
      })
      .meta({ description: "So many blocks below the newest; for chains whose nodes have no finalized tag." }),
  ])
  .default({ kind: "finalized" });

/** One chain: how to tell which blocks are final, and how to link to it. Its RPC URLs are secrets and come from the environment. */
export const chain = z.strictObject({
  name: z.string().min(1).max(40).meta({ description: "What members see.", example: "Arbitrum One" }),
  finality: finality.meta({
    description: "When a block counts as final. Nothing above it is ever booked, counted or posted.",
    example: { kind: "finalized" },
  }),
  multicall: address
    .prefault("0xcA11bde05977b3631167028862bE2a173976CA11")
    .meta({ description: "Multicall3. Where nothing is deployed at this address, calls are sent one by one." }),
  native: z
    .string()
    .min(1)
    .max(12)
    .default("ETH")
    .meta({ description: "Symbol of the chain's own coin, as hand-offs name it.", example: "ETH" }),
  coinPrice: slug.optional().meta({
    description:
      "The name under `prices` of the chain's own coin, which gas is valued with. Without one, what gas cost in USD is said to be unknown.",
    example: "eth-usd",
  }),
  explorer: z
    .url()
    .overwrite((url) => url.replace(/\/+$/, ""))
    .optional()
    .meta({
      description: "Base address of a block explorer; links are `<explorer>/tx/<hash>`.",
      example: "https://arbiscan.io",
    }),
  logRange: z.int().positive().default(2_000).meta({
    description: "How many blocks one request for logs may span at first; adapts to what the provider accepts.",
    example: 2_000,
  }),
  sequencer: address.optional().meta({
    description:
      "For a rollup: Chainlink's uptime feed of its sequencer. While that is down, and for an hour after, feeds on the chain are not believed.",
    example: "0xFdB631F5EE196F0ed6FAa767959853A9F217697D",
  }),
});

/** One token the community deals in. */
export const token = z.strictObject({
  chain: chainId.meta({ description: "The chain it lives on: an id under `chains`." }),
  address: address.meta({ description: "Its contract." }),
  symbol: z.string().min(1).max(16).meta({ description: "What members see and type.", example: "HELIO" }),
  decimals: z.int().min(0).max(36).meta({ description: "As the contract says; doctor compares.", example: 18 }),
  price: slug.optional().meta({
    description: "The name of the price (below) that values it in USD. Without one its value is said to be unknown.",
    example: "helio-usd",
  }),
  peg: z.literal("USD").optional().meta({
    description:
      "What it is meant to be worth one of. `/treasury risk` then watches its price for that, and counts it as stable.",
    example: "USD",
  }),
  issuer: z.string().min(1).max(40).optional().meta({
    description:
      "Who stands behind it, so that it is worth nothing without them. `/treasury risk` says how much hangs on each. Default: who stands behind the token it represents.",
    example: "Circle",
  }),
  represents: slug.optional().meta({
    description:
      "The token that it is a claim on, by its name under `tokens`: staked or wrapped ether represents ether. `/treasury risk` counts it as that token.",
    example: "ether",
  }),
});

/** A chain as the config has it, completed with defaults. */
export type ChainConfig = z.output<typeof chain>;
