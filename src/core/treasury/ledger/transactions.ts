import type { Usd } from "../statement.ts";
import { type Book, isAccruing, legName, paymentName, post, postAccrued, postAtPrice, write } from "./posting.ts";
import { isLeft, type LegFlow, matched, ofToken, type Rest, take } from "./rest.ts";
import { worthAt } from "./worth.ts";

/**
 * Books what one transaction moved. Principal that lay in a claimable leg goes first when something is taken out of it; what goes beyond that was accrued, and what comes
 * in for it is income in hand. What left one leg and came to another of the same token stayed within; where one token left and another came, they were
 * exchanged, at the value of what came; all else crossed the treasury's edge.
 */
export function bookTransaction(book: Book, flows: readonly LegFlow[]): void {
  const [came, left]: [Rest[], Rest[]] = [[], []];
  const claimed = new Map<string, Rest[]>();
  for (const { leg, flow } of flows) {
    const rest = { leg, flow, units: flow.amount };
    if (isAccruing(leg)) rest.units = park(book, rest, claimed);
    if (rest.units > 0n) (flow.direction === "in" ? came : left).push(rest);
  }
  for (const [token, claims] of claimed) bookClaims(book, claims, ofToken(came, token));
  for (const rest of came) bookReward(book, rest);
  for (const token of new Set(came.map(({ leg }) => leg.token)))
    bookMoves(book, ofToken(left, token), ofToken(came, token));
  bookEdge(book, left.filter(isLeft), came.filter(isLeft));
}

/** Moves principal into a claimable or locked leg or out of it; what is taken beyond that is noted as claimed. Gives how much of the flow is principal. */
function park({ inventory: { parked } }: Book, rest: Rest, claimed: Map<string, Rest[]>): bigint {
  const name = legName(rest.leg);
  const lies = parked.get(name) ?? 0n;
  if (rest.flow.direction === "in") {
    parked.set(name, lies + rest.units);
    return rest.units;
  }
  const principal = rest.units < lies ? rest.units : lies;
  parked.set(name, lies - principal);
  if (rest.units > principal) {
    const { token } = rest.leg;
    claimed.set(token, [...(claimed.get(token) ?? []), { ...rest, units: rest.units - principal }]);
  }
  return principal;
}

/** What was accrued is no more; what came for it is in hand. Where nothing came, it went on to somebody else. */
function bookClaims(book: Book, claims: readonly Rest[], came: readonly Rest[]): void {
  let sum = 0n;
  for (const { leg, flow, units } of claims) {
    postAccrued(book, "income-accrued", leg, flow, -units);
    sum += units;
  }
  for (const rest of came) {
    const part = take(rest, sum);
    postAtPrice(book, "income-realised", rest.leg, rest.flow, part);
    sum -= part;
  }
  const last = claims.at(-1);
  if (sum === 0n || last === undefined) return;
  const usd = book.value(last.leg.token, sum, last.flow.at);
  write(book, "income-realised", last.leg, last.flow, 0n, usd);
  write(book, "principal-out", last.leg, last.flow, 0n, usd === undefined ? undefined : -usd);
}

/** What somebody paid whose payments are income, and rewards of the treasury's own nodes that came with the transaction, are income in hand. */
function bookReward(book: Book, rest: Rest): void {
  const { leg, flow } = rest;
  const name = paymentName(leg.chain, flow.transaction, leg.token);
  const rewarded = book.rewarded.get(name) ?? 0n;
  const part = leg.kind === "debt" ? 0n : take(rest, flow.isIncome ? rest.units : rewarded);
  if (!flow.isIncome) book.rewarded.set(name, rewarded - part);
  postAtPrice(book, "income-realised", leg, flow, part);
}

/** What left and came of one token is a move within the treasury: among what is owned or among debts it changes no cost; a loan that is taken or paid back does. */
function bookMoves(book: Book, left: readonly Rest[], came: readonly Rest[]): void {
  for (const isDebt of [false, true]) {
    const own = ({ leg }: Rest) => (leg.kind === "debt") === isDebt;
    for (const { leg, flow, units } of matched(left.filter(own), came.filter(own)))
      write(book, "internal", leg, flow, units, worthAt(book.value, leg.token, units, flow.at));
  }
  for (const { leg, flow, units } of matched(left, came)) postAtPrice(book, "internal", leg, flow, units);
}

/** What has no counterpart of its own token: an exchange where something left and something came, else principal from or to outside. */
function bookEdge(book: Book, left: readonly Rest[], came: readonly Rest[]): void {
  const worth = ({ leg, flow, units }: Rest) => book.value(leg.token, units, flow.at);
  const isExchange = left.length > 0 && came.length > 0;
  const [given, got] = [left.map(worth), came.map(worth)];
  const known = (values: readonly Usd[]) => values.every((value) => value !== undefined);
  // The value of what came is the price; where it is not known, that of what left.
  const price = isExchange && known(got) ? got : isExchange && known(given) ? given : undefined;
  const sum = price?.reduce<bigint>((all, value) => all + (value ?? 0n), 0n);
  const [paid, cost] = sum === undefined ? [given, got] : [shares(given, sum), shares(got, sum)];
  for (const [index, { leg, flow, units }] of left.entries())
    post(book, isExchange ? "internal" : "principal-out", leg, flow, -units, paid[index]);
  for (const [index, { leg, flow, units }] of came.entries())
    post(book, isExchange ? "internal" : "principal-in", leg, flow, units, cost[index]);
}

/** A sum shared out by values; equally where they are unknown or nothing. Together exactly the sum. */
function shares(values: readonly Usd[], sum: bigint): bigint[] {
  const known = values.every((value) => value !== undefined && value > 0n);
  const weights = values.map((value) => (known ? (value ?? 0n) : 1n));
  let [left, weight] = [sum, weights.reduce((all, one) => all + one, 0n)];
  return weights.map((own) => {
    const part = (left * own) / weight;
    left -= part;
    weight -= own;
    return part;
  });
}
