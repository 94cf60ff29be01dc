import type { Earnings } from "../accounts/position-account.ts";
import {
  type Book,
  isAccruing,
  type Leg,
  legName,
  type Origin,
  postAccrued,
  postAtPrice,
  takeAtCost,
  write,
} from "./posting.ts";

/** What readings say that a leg earned, converted and cannot explain since the reading before. */
export type LegAccrual = { leg: Leg; origin: Origin } & Pick<Earnings, "income" | "converted" | "unexplained">;

/** Books what the readings of one position tell: what each leg earned or cost, what its pool exchanged, and what nothing explains. */
export function bookAccruals(book: Book, legs: readonly LegAccrual[]): void {
  for (const { leg, origin, income = 0n, unexplained = 0n } of legs) {
    if (isAccruing(leg)) postAccrued(book, "income-accrued", leg, origin, income);
    else postAtPrice(book, leg.kind === "debt" ? "expense" : "income-realised", leg, origin, income);
    if (isAccruing(leg))
      book.inventory.parked.set(legName(leg), (book.inventory.parked.get(legName(leg)) ?? 0n) + unexplained);
    postAtPrice(book, "unexplained", leg, origin, unexplained);
  }
  bookConversion(
    book,
    legs.filter(({ converted }) => converted !== undefined && converted !== 0n),
  );
}

/**
 * A pool gave of one token and took of the other as the price moved. What came takes over the cost of what went, so that its loss against holding stays a
 * change of price until it is taken out. Where nothing came, what it had cost is lost.
 */
function bookConversion(book: Book, legs: readonly LegAccrual[]): void {
  const went = legs.filter(({ converted = 0n }) => converted < 0n);
  const came = legs.filter(({ converted = 0n }) => converted > 0n);
  let cost = 0n;
  for (const { leg, origin, converted = 0n } of went) cost += takeAtCost(book, leg, origin, -converted);
  for (const [index, { leg, origin, converted = 0n }] of came.entries()) {
    const part: bigint = cost / BigInt(came.length - index);
    cost -= part;
    const back = book.inventory.owned(leg.token).add(converted, part);
    write(book, "internal", leg, origin, converted, part);
    if (back !== 0n) write(book, "capital-realised", leg, origin, 0n, -back);
  }
  const [lost] = went;
  if (lost === undefined || came.length > 0) return;
  // The entry that took it out at cost is balanced, and the loss said for what it is.
  write(book, "internal", lost.leg, lost.origin, 0n, cost);
  write(book, "capital-realised", lost.leg, lost.origin, 0n, -cost);
}
