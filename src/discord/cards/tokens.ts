import type { Config } from "../../config/schema.ts";
import { bare } from "../../core/sanitize.ts";
import type { Choice } from "../command.ts";
import { limits } from "../limits.ts";

/** Tokens of the config that can be meant by what is typed, and the coin of the chain that pays. */
export function tokenChoices(config: Config, typed: string): Choice[] {
  const chain = config.executors[config.transfers?.executor ?? ""]?.chain;
  const native = config.chains[String(chain)]?.native;
  const tokens = Object.entries(config.tokens)
    .filter(([, token]) => token.chain === chain)
    .map(([name, { symbol }]) => ({ name: bare(symbol, limits.choiceName), value: name }));
  const all = native === undefined ? tokens : [...tokens, { name: native, value: native }];
  const wanted = typed.trim().toLowerCase();
  return all.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted)).slice(0, limits.choices);
}
