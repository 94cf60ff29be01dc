import { byPosition } from "./by-position.ts";
import { checkUnits } from "./ledger/check-units.ts";
import { keepLedger } from "./ledger/keep-ledger.ts";
import { makeWaterfall } from "./ledger/make-waterfall.ts";
import { type StatementFacts, stretchOf } from "./make-statement.ts";
import { valueUsd } from "./money.ts";
import { againstHolding } from "./returns/against-holding.ts";
import type { Statement, StatementPrice, StatementToken } from "./statement.ts";

type PriceOf = (token: StatementToken) => StatementPrice | undefined;

/** What the ledger and its facts say of the period, and in plain sentences what they miss; where the waterfall can be made, its residual is the statement's. */
export function keepBooks(
  facts: StatementFacts,
  price: PriceOf,
): { remarks: readonly string[]; kept: Partial<Statement> } {
  if (facts.ledger === undefined) return { remarks: [], kept: {} };
  const { period, days } = facts;
  const chains = [...new Set(facts.ledger.legs.map(({ chain }) => chain))];
  const marks = days.flatMap(({ to }) => (to > period.from && to <= period.to ? [to] : []));
  const ends = new Map(chains.map((chain) => [chain, stretchOf(facts, chain, period)]));
  const ledgerFacts = { ...facts.ledger, period, ends, marks };
  const ledger = keepLedger(ledgerFacts);
  const waterfall = makeWaterfall(ledgerFacts, ledger);
  const remarks = [
    ...(waterfall ? ledger.left : []).map(
      (label) => `${label} is in no step from opening to closing value: it was not read at both ends.`,
    ),
    ...checkUnits(ledgerFacts, ledger.legs, ledger.entries).map(
      ({ position, leg, units }) => `The ledger of ${position} ${leg} misses its closing reading by ${units} units.`,
    ),
  ];
  const { entries, holdings } = ledger;
  const pools = byPosition(facts.ledger.legs).flatMap((legs) => {
    const closing = ends.get(legs[0].chain)?.closing;
    return againstHolding(legs, closing, (amount, token) => valueUsd(amount, token, price(token))) ?? [];
  });
  const residualUsd = waterfall ? { residualUsd: waterfall.residual } : {};
  return { remarks, kept: { entries, holdings, costBasis: facts.ledger.method, waterfall, pools, ...residualUsd } };
}
