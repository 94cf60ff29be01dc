import type { ParameterConfig } from "../config/parameters.ts";
import type { Config } from "../config/schema.ts";
import type { Codec } from "../core/parameters/codec.ts";
import { Refusal } from "../errors.ts";

/** The codec of a parameter with all it needs, such as its token's decimals; throws Refusal for a token nobody declared. */
export function codecOf(config: Config, parameter: ParameterConfig): Codec {
  const { codec } = parameter;
  if (codec.type === "duration") return { type: "duration", secondsPerUnit: BigInt(codec.secondsPerUnit) };
  if (codec.type === "integer") return { type: "integer", ...(codec.unit === undefined ? {} : { unit: codec.unit }) };
  if (codec.type !== "token") return codec;
  const token = Object.hasOwn(config.tokens, codec.token) ? config.tokens[codec.token] : undefined;
  if (!token) throw new Refusal(`There is no token "${codec.token}" under tokens`);
  return { type: "token", symbol: token.symbol, decimals: token.decimals };
}
