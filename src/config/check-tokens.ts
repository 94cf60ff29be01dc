import type { Report } from "./problem.ts";
import type { Config } from "./schema.ts";

/** Checks that tokens are priced, pegged and looked through by names that are there, and that none represents itself. */
export function checkTokenNames({ tokens, prices }: Config, report: Report): void {
  for (const [name, { price, peg, represents }] of Object.entries(tokens)) {
    const where = `tokens.${name}`;
    if (price !== undefined && prices[price] === undefined)
      report(`${where}.price`, `names "${price}", which is not under \`prices\``, `prices.${price}`);
    if (peg !== undefined && price === undefined)
      report(`${where}.peg`, "needs a `price`: without one nobody sees whether it holds");
    if (represents !== undefined && tokens[represents] === undefined)
      report(`${where}.represents`, `names "${represents}", which is not under \`tokens\``, `tokens.${represents}`);
    else if (leadsTo(tokens, name)) report(`${where}.represents`, "leads back to the token itself");
  }
}

function leadsTo(tokens: Config["tokens"], name: string): boolean {
  const seen = new Set<string>();
  for (let next = tokens[name]?.represents; next !== undefined; next = tokens[next]?.represents) {
    if (next === name) return true;
    if (seen.has(next)) return false;
    seen.add(next);
  }
  return false;
}
