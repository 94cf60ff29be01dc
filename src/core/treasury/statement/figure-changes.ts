import { formatAmount, formatShare } from "../../amount.ts";
import { formatUsd } from "../money.ts";
import type { StatementToken, Usd } from "../statement.ts";

/** The places of dollars. */
const USD_PLACES = 8;
/** Of an amount in tokens, so many decimals at a glance. */
export const GLANCE = 4;

/** A figure as it was and as it is, and how it reads: at a glance, and to the last digit where the glance shows no difference. */
export type FigureChange<Value> = {
  before: Value;
  after: Value;
  short: (value: Value) => string;
  exact: (value: Value) => string;
};

/** A sentence for a figure that changed; nothing for one that did not. */
export function changeWords<Value>(what: string, { before, after, short, exact }: FigureChange<Value>): string[] {
  if (before === after) return [];
  const isClose = short(before) === short(after);
  const [was, is] = isClose ? [exact(before), exact(after)] : [short(before), short(after)];
  return [`${what}: ${was} → ${is}`];
}

/** A dollar value, in USD 1e-8. */
export function usdChange(before: Usd, after: Usd): FigureChange<Usd> {
  const exact = (value: Usd) => (value === undefined ? "unknown" : `${formatAmount(value, USD_PLACES)} USD`);
  return { before, after, short: formatUsd, exact };
}

/** A yearly rate as a card shows it: what differs less is the same. */
export function rateChange(before: bigint | undefined, after: bigint | undefined): FigureChange<bigint | undefined> {
  const shown = (apr: bigint | undefined) => (apr === undefined ? undefined : apr - (apr % 100n));
  const written = (apr: bigint | undefined) => (apr === undefined ? "unknown" : formatShare(apr));
  return { before: shown(before), after: shown(after), short: written, exact: written };
}

/** An amount in a token's smallest unit. */
export function tokenChange(token: StatementToken, before: bigint | undefined, after: bigint | undefined) {
  const written = (value: bigint | undefined, options = {}) =>
    value === undefined ? "unknown" : `${formatAmount(value, token.decimals, options)} ${token.symbol}`;
  return {
    before,
    after,
    short: (value: bigint | undefined) => written(value, { digits: GLANCE }),
    exact: (value: bigint | undefined) => written(value),
  };
}
