import { type AbiFunction, parseAbiItem } from "viem";
import { z } from "zod";
import { address, bigUint, chainId, seconds, slug } from "./fields.ts";

const second = slug.optional().meta({
  description:
    "Another name under `prices` that this one is held against: where they are more than 2 % apart, reports say so.",
  example: "helio-usd-other",
});

const getter = z
  .string()
  .refine(
    (text) => parseGetter(text) !== undefined,
    "is not the Solidity signature of a view that takes at most one uint256 and returns one: function name() view returns (uint256)",
  )
  .transform((text) => parseGetter(text) as AbiFunction);

const feedPrice = z
  .strictObject({
    kind: z.literal("chainlink").optional(),
    chain: chainId.meta({ description: "The chain the feed lives on." }),
    feed: address.meta({ description: "An aggregator with `latestRoundData`." }),
    heartbeatSeconds: seconds.default(86_400).meta({
      description:
        "The feed's own heartbeat. An answer older than this and ten minutes is stale: used, and said to be. One older than three heartbeats values nothing.",
      example: 86_400,
    }),
    min: bigUint
      .optional()
      .meta({ description: "Answers below this (in the feed's own smallest unit) are refused.", example: "1000000" }),
    max: bigUint.optional().meta({
      description: "Answers above this (in the feed's own smallest unit) are refused.",
      example: "100000000000",
    }),
    second,
  })
  .meta({ description: "A Chainlink-style price feed in USD, as a price without a kind is." });

const ratePrice = z
  .strictObject({
    kind: z.literal("rate"),
    chain: chainId.meta({ description: "The chain the contract lives on, and the price it is counted from." }),
    base: slug.meta({
      description: "What the rate is counted in: a name under `prices` on the same chain.",
      example: "eth-usd",
    }),
    contract: address.meta({ description: "Whoever tells the rate: the token itself, or a vault." }),
    getter: getter.meta({
      description: "The view that tells what one whole token is worth in the base, as a Solidity signature.",
      example: "function stEthPerToken() view returns (uint256)",
    }),
    argument: bigUint.optional().meta({
      description:
        "What the view is asked with, where it takes a number: for `convertToAssets` one whole share in its smallest unit.",
      example: "1000000000000000000",
    }),
    decimals: z.int().min(0).max(36).default(18).meta({
      description: "Decimals of the rate: 18 for stETH and rETH, for `convertToAssets` those of the vault's asset.",
      example: 18,
    }),
    min: bigUint.optional().meta({
      description: "Rates below this (in the rate's smallest unit) are refused: a vault that lost too much.",
      example: "1000000000000000000",
    }),
    max: bigUint.optional().meta({
      description: "Rates above this (in the rate's smallest unit) are refused: a rate that somebody blew up.",
      example: "2000000000000000000",
    }),
    second,
  })
  .meta({ description: "Another price times what a contract says one token is worth: wstETH, rETH, a vault's share." });

const poolPrice = z
  .strictObject({
    kind: z.literal("pool"),
    chain: chainId.meta({ description: "The chain the pool lives on, and the prices of its tokens." }),
    pair: address.meta({ description: "A Uniswap v2 pair, or a fork's, which is its shares' token as well." }),
    tokens: z
      .array(slug)
      .length(2)
      .meta({
        description:
          "Its two tokens: names under `tokens`, each with a price on the same chain. Their order does not matter.",
        example: ["helio", "dollar"],
      }),
    second,
  })
  .meta({
    description:
      "A pool's share at its fair price: what the pool would be worth at the prices of its tokens, whatever somebody made of its reserves.",
  });

/** One price in USD: a feed's, or one that follows from others. */
export const price = z.discriminatedUnion("kind", [feedPrice, ratePrice, poolPrice]);

/** A price as the config has it, completed with defaults. */
export type PriceConfig = z.output<typeof price>;
export type FeedPrice = z.output<typeof feedPrice>;
export type RatePrice = z.output<typeof ratePrice>;
export type PoolPrice = z.output<typeof poolPrice>;

/** The parts of a config that prices stand in. */
export type Priced = {
  prices: Readonly<Record<string, PriceConfig>>;
  tokens: Readonly<Record<string, { price?: string | undefined }>>;
};

/** The prices that a price follows from; none for a feed's. */
export function basesOf({ prices, tokens }: Priced, name: string): string[] {
  const one = prices[name];
  if (one?.kind === "rate") return [one.base];
  if (one?.kind === "pool") return one.tokens.flatMap((token) => tokens[token]?.price ?? []);
  return [];
}

function parseGetter(signature: string): AbiFunction | undefined {
  try {
    const item = parseAbiItem(signature) as unknown as AbiFunction;
    const isNumber = (values: AbiFunction["inputs"]) => values.every(({ type }) => type === "uint256");
    const fits = item.type === "function" && item.inputs.length <= 1 && item.outputs.length === 1;
    return fits && isNumber(item.inputs) && isNumber(item.outputs) ? item : undefined;
  } catch {
    return undefined;
  }
}
