import type { App } from "../../app.ts";
import { byHealth, type Health, judgeHealth } from "../../core/treasury/risk/health.ts";
import { isInDoubt } from "../../core/treasury/risk/price-doubt.ts";
import { priceOf } from "../books/find-price.ts";
import { lastReads } from "./last-reads.ts";
import type { HeldLeg } from "./list-held-legs.ts";

/** A debt: how much is owed (positive), when that was read, and how far it is from being liquidated. */
export type DebtView = Pick<HeldLeg, "position" | "leg" | "label" | "token" | "usd" | "readAt"> & {
  owed: bigint;
  health: Health;
};

/** Judges every debt that is held now, the one nearest to liquidation first. */
export function describeDebts(app: App, legs: readonly HeldLeg[], now: number): DebtView[] {
  const reads = lastReads(app, legs, now);
  return legs
    .filter(({ kind }) => kind === "debt")
    .map((debt) => {
      const { position, leg, label, token, readAt, health: factor } = debt;
      const isPriceDoubted = relatedTokens(legs, debt).some(
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
function relatedTokens(legs: readonly HeldLeg[], debt: HeldLeg): string[] {
  return legs
    .filter(({ chain, protocol }) => chain === debt.chain && protocol === debt.protocol)
    .map(({ token }) => token.name);
}
