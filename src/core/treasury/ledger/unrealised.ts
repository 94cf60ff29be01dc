import type { PositionFacts } from "../position-account.ts";
import type { Usd } from "../statement.ts";
import type { LedgerFacts } from "./keep-ledger.ts";
import type { Pools } from "./pools.ts";
import { type Book, write } from "./posting.ts";
import type { Holding } from "./waterfall.ts";

/** By how much all that the treasury has of each token, less what it owes, is worth more at a moment than it cost; unknown without a price. */
export function unrealised(facts: Pick<LedgerFacts, "value">, pools: Pools, at: number): Map<string, Usd> {
  return new Map(
    pools.tokens().map((token) => {
      const { owned, owed, accrued } = heldOf(pools, token);
      const units = owned.units - owed.units + accrued.units;
      const parts = [owned.units, -owed.units, accrued.units].map((part) => signedValue(facts, token, part, at));
      if (units === 0n && parts.every((part) => part === 0n)) return [token, -costOf(pools, token)];
      const worth = parts.reduce<Usd>(
        (sum, part) => (sum === undefined || part === undefined ? undefined : sum + part),
        0n,
      );
      return [token, worth === undefined ? undefined : worth - costOf(pools, token)];
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
  for (const [token, gain] of unrealised(facts, book.pools, facts.period.to)) {
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
export function holdingsOf(facts: LedgerFacts, pools: Pools): Holding[] {
  return pools.tokens().flatMap((token) => {
    const { owned, owed, accrued } = heldOf(pools, token);
    const holding = (units: bigint, cost: bigint, unseen: bigint): Holding[] =>
      units === 0n && unseen === 0n
        ? []
        : [{ token, units, cost, worth: signedValue(facts, token, units, facts.period.to), unseen }];
    return [
      ...holding(owned.units + accrued.units, owned.cost + accrued.cost, owned.unseen),
      ...holding(-owed.units, -owed.cost, owed.unseen),
    ];
  });
}

function heldOf(pools: Pools, token: string) {
  const [owned, owed] = [pools.owned(token), pools.owed(token)];
  return {
    owned: { units: owned.units(), cost: owned.cost(), unseen: owned.unseen() },
    owed: { units: owed.units(), cost: owed.cost(), unseen: owed.unseen() },
    accrued: pools.accruedOf(token),
  };
}

function costOf(pools: Pools, token: string): bigint {
  const { owned, owed, accrued } = heldOf(pools, token);
  return owned.cost - owed.cost + accrued.cost;
}

function signedValue({ value }: Pick<LedgerFacts, "value">, token: string, units: bigint, at: number): Usd {
  if (units === 0n) return 0n;
  const worth = value(token, units < 0n ? -units : units, at);
  return worth === undefined || units > 0n ? worth : -worth;
}
