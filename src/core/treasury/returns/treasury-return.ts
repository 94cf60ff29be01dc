import { countWhile } from "../../count-while.ts";
import type { EntryKind, LedgerEntry } from "../ledger/entry.ts";
import type { Ledger, LedgerFacts } from "../ledger/keep-ledger.ts";
import { legName } from "../ledger/posting.ts";
import { worthAt } from "../ledger/worth.ts";
import { sumUsd } from "../money.ts";
import type { PositionFacts } from "../position-facts.ts";
import { breakAtFlows, type Read } from "./break-at-flows.ts";
import type { PriceIndex } from "./price-index.ts";
import { type Return, returnOver } from "./return-over.ts";

/** What a treasury returned, and the symbols of tokens that are not in it since a price is missing for them. */
export type TreasuryReturn = Return & { leftOut: readonly string[] };

/** Worth that crossed the treasury's edge, in USD 1e-8, and the moment of the first reading that holds it, which stands for its block. */
type Crossing = Read & { usd: bigint };

/** What nothing explains is taken for money that came or went, not for a gain. */
const CROSSING: readonly EntryKind[] = ["principal-in", "principal-out", "unexplained"];

/**
 * What all positions together returned over a ledger's period. Worth comes from readings at the prices of their moments, whichever chain they are of; what came
 * and went from the ledger's entries. A position that was first read in the period came with all it held; what the treasury's own nodes were paid came too, since no
 * position returned it. Undefined where the worth of an end is not known, or more was owed than held.
 */
export function treasuryReturn(
  facts: LedgerFacts,
  ledger: Ledger,
  prices: PriceIndex | undefined,
): TreasuryReturn | undefined {
  const { from, to } = facts.period;
  const unpriced = unpricedTokens(facts, ledger);
  const legs = ledger.legs.filter(({ token }) => !unpriced.has(token.name));
  if (legs.length === 0) return undefined;
  const within = new Set(
    legs.flatMap(({ readings }) => readings.map(({ at }) => at)).filter((at) => at > from && at < to),
  );
  const moments = [from, ...[...within].sort((a, b) => a - b), to];
  const flows = crossings(ledger, legs, unpriced.size > 0 ? [...CROSSING, "internal"] : CROSSING);
  const spans = breakAtFlows({
    reads: moments.map((at) => ({ block: BigInt(at), at })),
    flows,
    worth: ({ at }) => heldWorth(facts, legs, at),
    value: ({ usd }) => usd,
  });
  const returned = spans && returnOver(spans, prices);
  const symbols = ledger.legs.filter(({ token }) => unpriced.has(token.name)).map(({ token }) => token.symbol);
  // What another chain's reading does not hold yet when this one's is taken is weighted by time as well.
  const isExact = flows.every(({ block, at }) => block === BigInt(at));
  return returned && { ...returned, isExact, leftOut: [...new Set(symbols)] };
}

/** Tokens that had no price when they moved, or where the period begins or ends. */
function unpricedTokens(facts: LedgerFacts, { legs, entries }: Ledger): ReadonlySet<string> {
  const { from, to } = facts.period;
  const isUnpriced = (leg: PositionFacts) => [from, to].some((at) => heldWorth(facts, [leg], at) === undefined);
  const moved = entries.filter(({ usd }) => usd === undefined);
  return new Set([...legs.filter(isUnpriced).map(({ token }) => token.name), ...moved.map(({ token }) => token)]);
}

/** What crossed the edge, all of one moment together. A move within the treasury crosses it where its other side is left out, and else comes to nothing. */
function crossings({ entries }: Ledger, legs: readonly PositionFacts[], kinds: readonly EntryKind[]): Crossing[] {
  const byName = new Map(legs.map((leg) => [legName(leg), leg.readings]));
  const sums = new Map<string, Crossing>();
  const isPay = payOf(entries);
  for (const entry of entries) {
    if (!kinds.includes(entry.kind) && !isPay(entry)) continue;
    const { block, at, usd } = entry;
    const readings = byName.get(legName(entry)) ?? [];
    const held = readings[countWhile(readings, (reading) => reading.block < block)];
    if (held === undefined || usd === undefined) continue;
    const key = `${held.at} ${at}`;
    const sum = sums.get(key)?.usd ?? 0n;
    sums.set(key, { block: BigInt(held.at), at, usd: sum + usd });
  }
  return [...sums.values()].filter(({ usd }) => usd !== 0n);
}

/** Whether an entry is pay from outside: income that a log brought, without a claim of it in the same transaction. */
function payOf(entries: readonly LedgerEntry[]): (entry: LedgerEntry) => boolean {
  const name = ({ chain, transaction, token }: LedgerEntry) => [chain, transaction, token].join(" ");
  const isLogged = (entry: LedgerEntry, kind: EntryKind) => entry.kind === kind && entry.logIndex >= 0;
  const claims = new Set(entries.filter((entry) => isLogged(entry, "income-accrued")).map(name));
  return (entry) => isLogged(entry, "income-realised") && !claims.has(name(entry));
}

/** What legs held by their newest readings at a moment, at its prices; nothing before their first one. */
function heldWorth({ value }: LedgerFacts, legs: readonly PositionFacts[], at: number): bigint | undefined {
  return sumUsd(
    legs.map(({ token, readings }) => {
      const amount = readings[countWhile(readings, (reading) => reading.at <= at) - 1]?.amount ?? 0n;
      return worthAt(value, token.name, amount, at);
    }),
  );
}
