import { basesOf } from "./prices.ts";
import type { Report } from "./problem.ts";
import type { Config } from "./schema.ts";

/** Checks that prices follow from prices that there are, on their own chain, and none from itself. */
export function checkPrices(config: Config, report: Report): void {
  for (const [name, price] of Object.entries(config.prices)) {
    const where = `prices.${name}`;
    if (price.kind === "rate") {
      checkBase(config, `${where}.base`, price.base, price.chain, report);
      if ((price.argument === undefined) !== (price.getter.inputs.length === 0))
        report(`${where}.argument`, "must be given where the getter takes a number, and only there");
    }
    if (price.kind === "pool") checkPool(config, where, price.tokens, price.chain, report);
    if (price.second !== undefined && (price.second === name || config.prices[price.second] === undefined))
      report(
        `${where}.second`,
        `names "${price.second}", which is not another one under \`prices\``,
        `prices.${price.second}`,
      );
    if (followsFrom(config, name).has(name)) report(where, "follows from itself");
  }
}

function checkBase(config: Config, where: string, name: string, chain: number, report: Report): void {
  const base = config.prices[name];
  if (base === undefined) report(where, `names "${name}", which is not under \`prices\``, `prices.${name}`);
  else if (base.chain !== chain) report(where, `is read on chain ${base.chain}, but must be on chain ${chain}`);
}

function checkPool(config: Config, where: string, tokens: readonly string[], chain: number, report: Report): void {
  if (tokens[0] === tokens[1]) report(`${where}.tokens`, "names the same token twice");
  for (const name of tokens) {
    const token = config.tokens[name];
    if (token === undefined)
      report(`${where}.tokens`, `names "${name}", which is not under \`tokens\``, `tokens.${name}`);
    else if (token.chain !== chain)
      report(`${where}.tokens`, `names "${name}", which is on chain ${token.chain} and not ${chain}`);
    else if (token.price === undefined) report(`${where}.tokens`, `names "${name}", which has no \`price\``);
    else checkBase(config, `tokens.${name}.price`, token.price, chain, report);
  }
}

/** Everything that a price follows from, however far away. */
function followsFrom(config: Config, name: string): Set<string> {
  const all = new Set<string>();
  const open = basesOf(config, name);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (all.has(next)) continue;
    all.add(next);
    open.push(...basesOf(config, next));
  }
  return all;
}
