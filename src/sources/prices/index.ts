import type { Read } from "../../chain/chain.ts";
import type { PoolPrice } from "../../config/prices.ts";
import type { Config } from "../../config/schema.ts";
import { Refusal } from "../../errors.ts";
import { readFeed, readPastFeed, type SeenPrice } from "./chainlink.ts";
import { type PoolToken, readPool } from "./pool.ts";
import { readRate } from "./rate.ts";

/** The parts of a config that prices are read by. */
export type PriceSettings = Pick<Config, "prices" | "tokens" | "chains">;

/** Reads a price of the config as of a block of that Unix second, and what it follows from in the same rounds; refuses what is no price. */
export function* readPrice(config: PriceSettings, name: string, at: number): Read<SeenPrice> {
  const price = config.prices[name];
  if (price === undefined) throw new Refusal(`there is no price "${name}"`);
  if (price.kind === "rate") return yield* readRate(price, readPrice(config, price.base, at));
  if (price.kind === "pool") return yield* readPool(price.pair, poolTokens(config, price, at));
  return yield* readFeed(price, at, config.chains[price.chain]?.sequencer);
}

/**
 * Reads what a price was at a past second by its feed's rounds, at any later block. Only a feed remembers: what follows from
 * the state of another contract needs that state, and is refused.
 */
export function* readPastPrice(config: PriceSettings, name: string, at: number): Read<SeenPrice> {
  const price = config.prices[name];
  if (price === undefined || !("feed" in price)) throw new Refusal("only a feed remembers what it said");
  return yield* readPastFeed(price, at, config.chains[price.chain]?.sequencer);
}

function poolTokens(config: PriceSettings, { tokens }: PoolPrice, at: number): [PoolToken, PoolToken] {
  const [first, second] = tokens.map((name): PoolToken => {
    const token = config.tokens[name];
    if (token?.price === undefined) throw new Refusal(`there is no price of the pool's "${name}"`);
    return { address: token.address, decimals: token.decimals, price: readPrice(config, token.price, at) };
  });
  return [first as PoolToken, second as PoolToken];
}
