import type { App } from "../../app.ts";
import { byHealth, type Health, judgeHealth } from "../../core/treasury/risk/health.ts";
import { isInDoubt } from "../../core/treasury/risk/price-doubt.ts";
import { priceOf } from "./find-price.ts";
import { lastReads } from "./last-reads.ts";
import type { Holding } from "./list-holdings.ts";

/** A debt: how much is owed (positive), when that was read, and how far it is from being liquidated. */
export type DebtView = Pick<Holding, "position" | "leg" | "label" | "token" | "usd" | "readAt"> & {
  owed: bigint;
  health: Health;
};

/** Judges every debt that is held now, the one nearest to liquidation first. */
export function describeDebts(app: App, holdings: readonly Holding[], now: number): DebtView[] {
  const reads = lastReads(app, holdings, now);
  return holdings
    .filter(({ kind }) => kind === "debt")
    .map((debt) => {
      const { position, leg, label, token, readAt, health: factor } = debt;
      const isPriceDoubted = relatedTokens(holdings, debt).some(
        (name) => app.config.tokens[name]?.price !== undefined && isInDoubt(priceOf(app, name, now), debt),
      );
      const usd = debt.usd === undefined ? undefined : -debt.usd;
      return {
        ...{ position, leg, label, token, readAt, usd, owed: -debt.amount },
        health: judgeHealth({ factor, readAt, isPriceDoubted, chainReadAt: reads.get(debt.chain)?.at ?? readAt }, now),
      };
    })
    .sort((a, b) => byHealth(a.health, b.health));
}

/** What covers a debt may lie in another position of the same protocol. */
function relatedTokens(holdings: readonly Holding[], debt: Holding): string[] {
  return holdings
    .filter(({ chain, protocol }) => chain === debt.chain && protocol === debt.protocol)
    .map(({ token }) => token.name);
}
