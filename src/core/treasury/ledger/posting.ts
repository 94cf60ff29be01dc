import { sizeOf } from "../../size.ts";
import type { PositionFacts } from "../position-facts.ts";
import type { Usd } from "../statement.ts";
import type { EntryKind, LedgerEntry } from "./entry.ts";
import { accrue, type Inventory } from "./inventory.ts";
import type { ValueAt } from "./worth.ts";

/** A leg that entries are made for. */
export type Leg = Pick<PositionFacts, "position" | "leg" | "kind" | "chain"> & { token: string };

/** Where an entry comes from. */
export type Origin = Pick<LedgerEntry, "transaction" | "logIndex" | "part" | "block" | "at" | "counterparty">;

/** The ledger while it is being kept: its inventory, what units of a token were worth at a moment (never negative), and where entries go. */
export type Book = {
  inventory: Inventory;
  value: ValueAt;
  /** What nodes earned the treasury itself, paid in a transaction in a token: none of it is principal. Taken off as it is booked. */
  rewarded: Map<string, bigint>;
  write: (entry: LedgerEntry) => void;
};

/** The name of a transaction's payments in a token. */
export function paymentName(chain: number, transaction: string, token: string): string {
  return `${chain} ${transaction} ${token}`;
}

/** The name of a leg among all legs. */
export function legName({ position, leg }: Pick<Leg, "position" | "leg">): string {
  return `${position} ${leg}`;
}

/** Claimable and locked legs hold what is accrued, beside principal that lies in them. */
export function isAccruing({ kind }: Pick<Leg, "kind">): boolean {
  return kind === "claimable" || kind === "locked";
}

/** Writes an entry that changes a leg by units of a value; `usd` is the value with the units' sign. */
export function write(book: Book, kind: EntryKind, leg: Leg, origin: Origin, units: bigint, usd: Usd): void {
  const { chain, position, leg: name, token } = leg;
  const { transaction, logIndex, part, block, at, counterparty } = origin;
  const place = { chain, transaction, logIndex, part, position, leg: name, token, block, at };
  book.write({ kind, ...place, ...(counterparty !== undefined && { counterparty }), units, usd });
}

/**
 * Posts units to what is owned or owed in the leg's token, at a value, and writes the entry; where they leave at another value than they cost, the difference
 * is a gain or loss of its own. What has no value is posted without cost.
 */
export function post(book: Book, kind: EntryKind, leg: Leg, origin: Origin, units: bigint, value: Usd): void {
  if (units === 0n) return;
  write(book, kind, leg, origin, units, value === undefined ? undefined : units < 0n ? -value : value);
  gain(book, leg, origin, move(book.inventory, leg, units, value ?? 0n), value);
}

/** Posts units at what they were worth at their moment. */
export function postAtPrice(book: Book, kind: EntryKind, leg: Leg, origin: Origin, units: bigint): void {
  post(book, kind, leg, origin, units, book.value(leg.token, sizeOf(units), origin.at));
}

/** Posts units that leave or come at what they cost: no value but theirs is known. Gives that cost. */
export function takeAtCost(book: Book, leg: Leg, origin: Origin, units: bigint): bigint {
  const { cost } = book.inventory.owned(leg.token).take(units);
  write(book, "internal", leg, origin, -units, -cost);
  return cost;
}

/** Adds to what is accrued in a leg, or takes from it, and writes the entry. */
export function postAccrued(book: Book, kind: EntryKind, leg: Leg, origin: Origin, units: bigint): void {
  if (units === 0n) return;
  let isKnown = true;
  const change = accrue(book.inventory.accrued(legName(leg)), units, (beyond) => {
    const value = book.value(leg.token, sizeOf(beyond), origin.at);
    if (value === undefined) isKnown = false;
    return beyond < 0n ? -(value ?? 0n) : (value ?? 0n);
  });
  write(book, kind, leg, origin, units, isKnown ? change : undefined);
}

/** What a disposal gained over cost, or lost. */
function gain(book: Book, leg: Leg, origin: Origin, usd: bigint, value: Usd): void {
  if (value !== undefined && usd !== 0n) write(book, "capital-realised", leg, origin, 0n, usd);
}

/** Moves units in the lots that the leg's kind names, and gives what was gained by it. */
function move({ owned, owed }: Inventory, { kind, token }: Leg, units: bigint, value: bigint): bigint {
  if (kind === "debt") return units < 0n ? owed(token).add(-units, value) : owed(token).take(units).cost - value;
  return units > 0n ? -owned(token).add(units, value) : value - owned(token).take(-units).cost;
}
