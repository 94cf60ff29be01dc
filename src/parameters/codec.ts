import type { ParameterConfig } from "../config/parameters.ts";
import type { Config } from "../config/schema.ts";
import type { Codec } from "../core/parameters/codec.ts";
import { type Per, YEAR_SECONDS } from "../core/parameters/per-year.ts";
import { Refusal } from "../errors.ts";

/** The codec of a parameter with all it needs, such as its token's decimals; throws Refusal for a token nobody declared. */
export function codecOf(config: Config, parameter: ParameterConfig): Codec {
  const { codec } = parameter;
  switch (codec.type) {
    case "duration":
      return durationOf(codec);
    case "integer":
      return { type: "integer", ...(codec.unit === undefined ? {} : { unit: codec.unit }) };
    case "amount":
      return { type: "token", symbol: codec.symbol, decimals: codec.decimals };
    case "token":
      return tokenOf(config, codec.token);
    default:
      return codec;
  }
}

const SECONDS: Readonly<Record<string, bigint>> = { second: 1n, day: 86_400n, week: 604_800n, year: YEAR_SECONDS };

/** What a parameter's value is per; undefined where it is per nothing. Days and weeks are as long as they are anywhere. */
export function perOf({ per }: ParameterConfig): Per | undefined {
  if (per === undefined) return undefined;
  const seconds = SECONDS[per.unit] ?? (per.seconds === undefined ? undefined : BigInt(per.seconds));
  return { unit: per.unit, seconds, compounds: per.compounds };
}

function durationOf({
  unit,
  secondsPerUnit,
}: {
  unit: "s" | "blocks" | "rounds" | "epochs";
  secondsPerUnit?: number | undefined;
}): Codec {
  const length = secondsPerUnit === undefined ? undefined : BigInt(secondsPerUnit);
  return unit === "s"
    ? { type: "duration", secondsPerUnit: length ?? 1n }
    : { type: "duration", unit, secondsPerUnit: length };
}

function tokenOf(config: Config, name: string): Codec {
  const token = Object.hasOwn(config.tokens, name) ? config.tokens[name] : undefined;
  if (!token) throw new Refusal(`There is no token "${name}" under tokens`);
  return { type: "token", symbol: token.symbol, decimals: token.decimals };
}
