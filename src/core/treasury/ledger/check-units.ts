import type { PositionFacts } from "../position-facts.ts";
import type { LedgerEntry } from "./entry.ts";
import type { LedgerFacts } from "./keep-ledger.ts";
import { legName } from "./posting.ts";

/** A leg whose entries do not lead from its opening to its closing reading, and by how many of the token's smallest unit they miss it. */
export type UnitsMissed = { position: string; leg: string; token: string; units: bigint };

/** Holds the entries against the readings: for each leg, closing − opening − Σ units must be 0. What nothing explains is an entry too, and found by its kind. */
export function checkUnits(
  facts: Pick<LedgerFacts, "ends">,
  legs: readonly PositionFacts[],
  entries: readonly LedgerEntry[],
): UnitsMissed[] {
  const booked = new Map<string, bigint>();
  for (const entry of entries) booked.set(legName(entry), (booked.get(legName(entry)) ?? 0n) + entry.units);
  return legs.flatMap((facts_) => {
    const { chain, position, leg, token, readings } = facts_;
    const { opening, closing } = facts.ends.get(chain) ?? {};
    const amountAt = (block: bigint | undefined) => readings.find((reading) => reading.block === block)?.amount ?? 0n;
    const units = amountAt(closing) - amountAt(opening) - (booked.get(legName(facts_)) ?? 0n);
    return units === 0n ? [] : [{ position, leg, token: token.name, units }];
  });
}
