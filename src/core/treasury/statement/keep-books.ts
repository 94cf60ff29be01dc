import { byPosition } from "../by-position.ts";
import { checkUnits } from "../ledger/check-units.ts";
import { keepLedger, type LedgerFacts } from "../ledger/keep-ledger.ts";
import { makeWaterfall } from "../ledger/make-waterfall.ts";
import { valueUsd } from "../money.ts";
import { claimedElsewhere } from "../remarks/claimed-elsewhere.ts";
import { againstHolding } from "../returns/against-holding.ts";
import { type TreasuryReturn, treasuryReturn } from "../returns/treasury-return.ts";
import type { Statement } from "../statement.ts";
import { stretchOf } from "../stretch.ts";
import type { PriceOf, StatementFacts } from "./statement-facts.ts";

/** What the ledger and its facts say of the period, and in plain sentences what they miss; where the waterfall can be made, its residual is the statement's. */
export function keepBooks(
  facts: StatementFacts,
  price: PriceOf,
): { remarks: readonly string[]; kept: Partial<Statement> } {
  if (facts.ledger === undefined) return { remarks: [], kept: {} };
  const ledgerFacts = ledgerFactsOf(facts, facts.ledger);
  const ledger = keepLedger(ledgerFacts);
  const waterfall = makeWaterfall(ledgerFacts, ledger);
  const remarks = [
    ...claimedElsewhere(ledger.legs, ledger.entries),
    ...(waterfall ? ledger.leftOut : []).map(
      (label) => `${label} is in no step from opening to closing value: it was not read at both ends.`,
    ),
    ...checkUnits(ledgerFacts, ledger.legs, ledger.entries).map(
      ({ position, leg, units }) => `The ledger of ${position} ${leg} misses its closing reading by ${units} units.`,
    ),
  ];
  const { entries, holdings } = ledger;
  const pools = byPosition(facts.ledger.legs).flatMap((legs) => {
    const closing = ledgerFacts.ends.get(legs[0].chain)?.closing;
    return againstHolding(legs, closing, (amount, token) => valueUsd(amount, token, price(token))) ?? [];
  });
  const residualUsd = waterfall ? { residualUsd: waterfall.residual } : {};
  const returns = treasuryReturn(ledgerFacts, ledger, facts.inflation?.series);
  const costBasis = facts.ledger.method;
  return { remarks, kept: { entries, holdings, costBasis, waterfall, pools, returns, ...residualUsd } };
}

/** What all positions together returned over the period. It does not ask what anything cost before it, so that legs need not be known further back. */
export function returnOf(
  facts: Pick<StatementFacts, "period" | "days" | "readAt" | "newest" | "inflation">,
  ledger: NonNullable<StatementFacts["ledger"]>,
): TreasuryReturn | undefined {
  const ledgerFacts = ledgerFactsOf(facts, ledger);
  return treasuryReturn(ledgerFacts, keepLedger(ledgerFacts), facts.inflation?.series);
}

function ledgerFactsOf(
  facts: Pick<StatementFacts, "period" | "days" | "readAt" | "newest">,
  ledger: NonNullable<StatementFacts["ledger"]>,
): LedgerFacts {
  const { period, days } = facts;
  const chains = [...new Set(ledger.legs.map(({ chain }) => chain))];
  const marks = days.flatMap(({ to }) => (to > period.from && to <= period.to ? [to] : []));
  return { ...ledger, period, marks, ends: new Map(chains.map((chain) => [chain, stretchOf(facts, chain, period)])) };
}
