import { call, readOne } from "../../chain/call.ts";
import type { Read } from "../../chain/chain.ts";
import { tupleOf } from "../../chain/together.ts";
import type { RatePrice } from "../../config/prices.ts";
import { Refusal } from "../../errors.ts";
import type { SeenPrice } from "./chainlink.ts";

/** Decimals of every price that follows from others. */
export const DERIVED_DECIMALS = 18;

/** A base price times what a contract says one whole token is worth in it, floored; as old as the base price. */
export function* readRate(price: RatePrice, base: Read<SeenPrice>): Read<SeenPrice> {
  const given = price.argument === undefined ? [] : [price.argument];
  const [from, rate] = yield* tupleOf<[SeenPrice, bigint]>([
    base,
    readOne<bigint>(call(price.contract, price.getter, ...given)),
  ]);
  if (price.min !== undefined && rate < price.min) throw new Refusal("the rate is below the bounds in the config");
  if (price.max !== undefined && rate > price.max) throw new Refusal("the rate is above the bounds in the config");
  const scaled = from.answer * rate * 10n ** BigInt(DERIVED_DECIMALS);
  const answer = scaled / 10n ** BigInt(from.decimals + price.decimals);
  if (answer === 0n) throw new Refusal("the rate is nothing, or too little to be told");
  return { ...from, answer, decimals: DERIVED_DECIMALS };
}
