import type { EntryKind } from "./entry.ts";
import type { Ledger, LedgerFacts } from "./keep-ledger.ts";
import type { Waterfall } from "./waterfall.ts";
import { worthAt } from "./worth.ts";

type Ends = { opening: bigint; closing: bigint };

/**
 * The waterfall of a ledger: both ends from readings, what lies between from entries. A token that has no price at an end or at any entry is left out of all
 * of it. Undefined where nothing was there at the opening that could be followed.
 */
export function makeWaterfall(facts: LedgerFacts, ledger: Ledger): Waterfall | undefined {
  const ends = endsByToken(facts, ledger);
  if (!hasOpening(facts, ledger)) return undefined;
  const tokens = [...new Set(ledger.legs.map((leg) => leg.token.name))];
  const unpriced = tokens.filter(
    (token) =>
      ends.get(token) === undefined || ledger.entries.some((entry) => entry.token === token && entry.usd === undefined),
  );
  const known = ledger.entries.filter(({ token }) => !unpriced.includes(token));
  const sum = (kind: EntryKind) =>
    known.reduce((all, entry) => (entry.kind === kind ? all + (entry.usd ?? 0n) : all), 0n);
  const end = (which: keyof Ends) =>
    [...ends].reduce((all, [token, one]) => (unpriced.includes(token) ? all : all + (one?.[which] ?? 0n)), 0n);
  const between = {
    paidIn: sum("principal-in"),
    paidOut: sum("principal-out"),
    realised: sum("income-realised"),
    accrued: sum("income-accrued"),
    expenses: sum("expense"),
    capitalRealised: sum("capital-realised"),
    capitalUnrealised: sum("capital-unrealised"),
    internal: sum("internal"),
  };
  const [opening, closing] = [end("opening"), end("closing")];
  const explained = Object.values(between).reduce((all, part) => all + part, 0n);
  const symbolOf = (token: string) => ledger.legs.find((leg) => leg.token.name === token)?.token.symbol ?? token;
  return { opening, ...between, residual: closing - opening - explained, closing, leftOut: unpriced.map(symbolOf) };
}

function hasOpening({ ends }: LedgerFacts, { legs }: Ledger): boolean {
  return legs.some(({ chain, readings }) => readings.some(({ block }) => block === ends.get(chain)?.opening));
}

/** What each token's legs come to at both ends; undefined where one of them has no price. */
function endsByToken(facts: LedgerFacts, { legs }: Ledger): Map<string, Ends | undefined> {
  const ends = new Map<string, Ends | undefined>();
  for (const { chain, token, readings } of legs) {
    const at = facts.ends.get(chain);
    const amountAt = (block: bigint | undefined) => readings.find((reading) => reading.block === block)?.amount ?? 0n;
    const opening = worthAt(facts.value, token.name, amountAt(at?.opening), facts.period.from);
    const closing = worthAt(facts.value, token.name, amountAt(at?.closing), facts.period.to);
    const sum = ends.has(token.name) ? ends.get(token.name) : { opening: 0n, closing: 0n };
    const isKnown = sum !== undefined && opening !== undefined && closing !== undefined;
    ends.set(token.name, isKnown ? { opening: sum.opening + opening, closing: sum.closing + closing } : undefined);
  }
  return ends;
}
