import { byPosition, type PositionLegs, positionLabel } from "../by-position.ts";
import type { Period } from "../periods.ts";
import type { PositionFacts } from "../position-facts.ts";
import { bookAccruals } from "./accruals.ts";
import type { LedgerEntry } from "./entry.ts";
import { openInventory } from "./inventory.ts";
import type { CostMethod } from "./lots.ts";
import { type Book, isAccruing, type Leg, legName, type Origin, postAccrued, postAtPrice } from "./posting.ts";
import { type LedgerEvent, makeTimeline, markOf } from "./timeline.ts";
import { bookTransaction } from "./transactions.ts";
import { holdingsOf, unrealised, writeUnrealised } from "./unrealised.ts";
import type { Holding } from "./waterfall.ts";
import type { ValueAt } from "./worth.ts";

/** What a ledger is kept from. */
export type LedgerFacts = {
  /** All legs of each position, with all their flows and, from their first on, enough of their readings, oldest first. */
  legs: readonly PositionFacts[];
  period: Period;
  /** The blocks that stand for the ends of the period, by chain. */
  ends: ReadonlyMap<number, { opening: bigint | undefined; closing: bigint | undefined }>;
  /** The ends of the stretches within the period whose accruals are booked apart, in Unix seconds, oldest first; before it, those of each day are. */
  marks: readonly number[];
  /** What units of a token, never negative, were worth at a moment, in USD 1e-8. */
  value: ValueAt;
  method: CostMethod;
  /** What nodes of the treasury's own were paid, by `paymentName`; left out where it has none. */
  rewarded?: ReadonlyMap<string, bigint>;
};

/** A ledger over a period: its entries in order, what is held at its end at what cost, the legs that were followed through it, and the labels of positions that could not be. */
export type Ledger = {
  entries: readonly LedgerEntry[];
  holdings: readonly Holding[];
  legs: readonly PositionFacts[];
  leftOut: readonly string[];
};

/**
 * Keeps the ledger from the first reading of each position to the end of the period, and gives the period's entries. A position that was not read at both
 * ends, unless it was first read in between, is left out. The same facts make the same entries, in whatever order they come.
 */
export function keepLedger(facts: LedgerFacts): Ledger {
  const positions = byPosition(facts.legs);
  const followed = positions.filter((legs) => isFollowed(facts, legs));
  const legs = followed.flat();
  const inventory = openInventory(facts.method, new Map(legs.map((leg) => [legName(leg), leg.token.name])));
  const entries = new Map<string, LedgerEntry>();
  const timeline = makeTimeline(followed, markOf(facts));
  const rewarded = new Map(facts.rewarded);
  const book: Book = { inventory, value: facts.value, rewarded, write: () => undefined };
  for (const event of timeline) if (isBefore(facts, event)) bookEvent(book, event);
  const before = unrealised(facts, inventory, facts.period.from);
  const kept: Book = { ...book, write: (entry) => keep(entries, entry) };
  for (const event of timeline) if (!isBefore(facts, event) && !isAfter(facts, event)) bookEvent(kept, event);
  writeUnrealised(facts, kept, legs, before);
  const leftOut = positions.filter((one) => !followed.includes(one)).map(([first]) => positionLabel(first));
  return { entries: [...entries.values()], holdings: holdingsOf(facts, inventory), legs, leftOut };
}

function isFollowed({ ends }: LedgerFacts, legs: PositionLegs): boolean {
  return legs.every(({ chain, readings }) => {
    const { opening, closing } = ends.get(chain) ?? {};
    const [first] = readings;
    if (first === undefined || closing === undefined) return false;
    const has = (block: bigint) => readings.some((reading) => reading.block === block);
    return has(closing) && (opening === undefined || first.block > opening || has(opening));
  });
}

function isBefore({ ends }: LedgerFacts, { chain, block }: LedgerEvent): boolean {
  const opening = ends.get(chain)?.opening;
  return opening !== undefined && block <= opening;
}

function isAfter({ ends }: LedgerFacts, { chain, block }: LedgerEvent): boolean {
  const closing = ends.get(chain)?.closing;
  return closing === undefined || block > closing;
}

function bookEvent(book: Book, event: LedgerEvent): void {
  if (event.kind === "transaction") bookTransaction(book, event.flows);
  else if (event.kind === "reading") bookAccruals(book, event.legs);
  else for (const { leg, origin, amount } of event.legs) takeOn(book, leg, origin, amount);
}

/** What a position held when it was first read was brought in, at what it was worth then; a debt takes from what was brought in. */
function takeOn(book: Book, leg: Leg, origin: Origin, amount: bigint): void {
  if (isAccruing(leg)) postAccrued(book, "principal-in", leg, origin, amount);
  else postAtPrice(book, "principal-in", leg, origin, amount);
}

/** One entry for each key: what the same log did to a leg in two steps is one. */
function keep(entries: Map<string, LedgerEntry>, entry: LedgerEntry): void {
  const { kind, chain, transaction, logIndex, part, position, leg, token } = entry;
  const key = [kind, chain, transaction, logIndex, part, position, leg, token].join(" ");
  const known = entries.get(key);
  if (known === undefined) entries.set(key, entry);
  else {
    known.units += entry.units;
    known.usd = known.usd === undefined || entry.usd === undefined ? undefined : known.usd + entry.usd;
  }
}
