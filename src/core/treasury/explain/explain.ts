import type { Address } from "viem";
import { type Facts, gatherFacts, without } from "./facts.ts";
import { explainGas } from "./gas.ts";
import type { Line } from "./line.ts";
import { RULES } from "./protocols/index.ts";
import type { Receipt } from "./receipt.ts";

/**
 * What a transaction meant for the given accounts, by its receipt alone. Each rule tells what it can of the logs that no earlier rule has told;
 * what none explains is told as plain transfers. Lines are in the order of the logs, gas first. Coins that no log shows are not told.
 */
export function explain(receipt: Receipt, chain: number, accounts: readonly Address[]): Line[] {
  const facts = gatherFacts(receipt, chain, accounts);
  const told = new Set<number>();
  const lines: Line[] = [...explainGas(facts)];
  for (const { explain: tell } of RULES) {
    const open = without(facts, told);
    for (const line of tell(open)) {
      lines.push(line);
      for (const log of [...line.claims, ...coinClaims(line, open)]) told.add(log);
    }
  }
  return lines.sort((left, right) => left.log - right.log);
}

/** Where a chain or a contract logs the coin itself, a line of as much of it tells that log too. */
function coinClaims({ asset, raw, account }: Line, { moves }: Facts): number[] {
  if (asset.address !== undefined) return [];
  return moves.flatMap((move) =>
    move.asset.address === undefined && move.raw === raw && move.account === account ? [move.log] : [],
  );
}
