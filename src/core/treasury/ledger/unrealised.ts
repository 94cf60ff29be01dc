import { sumUsd } from "../money.ts";
import type { PositionFacts } from "../position-facts.ts";
import type { Usd } from "../statement.ts";
import type { Inventory } from "./inventory.ts";
import type { LedgerFacts } from "./keep-ledger.ts";
import { type Book, write } from "./posting.ts";
import type { Holding } from "./waterfall.ts";
import { worthAt } from "./worth.ts";

/** By how much all that the treasury has of each token, less what it owes, is worth more at a moment than it cost; unknown without a price. */
export function unrealised(facts: Pick<LedgerFacts, "value">, inventory: Inventory, at: number): Map<string, Usd> {
  return new Map(
    inventory.tokens().map((token) => {
      const { owned, owed, accrued } = heldOf(inventory, token);
      const units = owned.units - owed.units + accrued.units;
      const parts = [owned.units, -owed.units, accrued.units].map((part) => worthAt(facts.value, token, part, at));
      if (units === 0n && parts.every((part) => part === 0n)) return [token, -costOf(inventory, token)];
      const worth = sumUsd(parts);
      return [token, worth === undefined ? undefined : worth - costOf(inventory, token)];
    }),
  );
}

/** Writes what the gains not taken changed by since the opening: an entry for each token. */
export function writeUnrealised(
  facts: LedgerFacts,
  book: Book,
  legs: readonly PositionFacts[],
  before: ReadonlyMap<string, Usd>,
): void {
  for (const [token, gain] of unrealised(facts, book.inventory, facts.period.to)) {
    const chain = legs.find((leg) => leg.token.name === token)?.chain ?? 0;
    const block = facts.ends.get(chain)?.closing ?? 0n;
    const origin = { transaction: `block ${block}`, logIndex: -1, part: 0, block, at: facts.period.to };
    const opening = before.get(token);
    const change = gain === undefined || opening === undefined ? undefined : gain - opening;
    if (change !== 0n)
      write(book, "capital-unrealised", { position: "", leg: "", kind: "held", chain, token }, origin, 0n, change);
  }
}

/** What is held of each token, what is still to be claimed or unlocked included, and what is owed in it as a holding of its own with negative figures. */
export function holdingsOf(facts: LedgerFacts, inventory: Inventory): Holding[] {
  return inventory.tokens().flatMap((token) => {
    const { owned, owed, accrued } = heldOf(inventory, token);
    const holding = (units: bigint, cost: bigint, unseen: bigint): Holding[] =>
      units === 0n && unseen === 0n
        ? []
        : [{ token, units, cost, worth: worthAt(facts.value, token, units, facts.period.to), unseen }];
    return [
      ...holding(owned.units + accrued.units, owned.cost + accrued.cost, owned.unseen),
      ...holding(-owed.units, -owed.cost, owed.unseen),
    ];
  });
}

function heldOf(inventory: Inventory, token: string) {
  const [owned, owed] = [inventory.owned(token), inventory.owed(token)];
  return {
    owned: { units: owned.units(), cost: owned.cost(), unseen: owned.unseen() },
    owed: { units: owed.units(), cost: owed.cost(), unseen: owed.unseen() },
    accrued: inventory.accruedOf(token),
  };
}

function costOf(inventory: Inventory, token: string): bigint {
  const { owned, owed, accrued } = heldOf(inventory, token);
  return owned.cost - owed.cost + accrued.cost;
}
