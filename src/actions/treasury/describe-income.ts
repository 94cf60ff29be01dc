import { sumByKind } from "../../../db/rewards.ts";
import type { App } from "../../app.ts";
import { DAY } from "../../core/seconds.ts";
import { type GasSpent, gasAccounts, gasSpent } from "../../core/treasury/accounts/gas.ts";
import { type IncomeParts, incomeOf, legParts, rewardParts } from "../../core/treasury/accounts/income-parts.ts";
import { sumKnownUsd, sumUsd, valueUsd } from "../../core/treasury/money.ts";
import type { Period } from "../../core/treasury/periods.ts";
import { type RealIncome, realIncome } from "../../core/treasury/returns/real.ts";
import type { StatementPrice, StatementToken, Usd } from "../../core/treasury/statement.ts";
import { findRewardSource } from "../../sources/rewards/index.ts";
import { findYieldSource } from "../../sources/yields/index.ts";
import { collectGas } from "../books/collect-gas.ts";
import { doubtedPrices, priceOf } from "../books/find-price.ts";
import { tokenOf } from "../token-of.ts";
import { legsOver, lookBack, storedPosition } from "./look-back.ts";

/** Income by what became of it, in USD 1e-8 at the prices of now; each part unknown by itself. */
export type IncomeUsd = { realised: Usd; accrued: Usd; cost: Usd; total: Usd };

/** What one source earned. `tokens` are the amounts that have no value, where they are known. */
export type SourceIncome = IncomeUsd & {
  label: string;
  kind: "rewards" | "yield";
  /** Whether what it pays comes once, and not again and again. */
  oneOff: boolean;
  /** From when it is counted, where that is later than the period begins. */
  since: number | undefined;
  unvalued: readonly { amount: bigint; token: StatementToken }[];
};

/** What all sources earned over a stretch of time, in Unix seconds; `known` sums what is known. */
export type IncomeSpan = Period & {
  sources: readonly SourceIncome[];
  totals: IncomeUsd;
  known: bigint;
  /** The total by whether it comes again; undefined where no source pays once. */
  split: { recurring: Usd; oneOff: Usd } | undefined;
  real: RealIncome | undefined;
  gas: GasSpent;
};

/** One token's part of a source's income; undefined parts where it could not be read. */
type Earned = { parts: IncomeParts | undefined; token: StatementToken; price: StatementPrice | undefined };

/** Income over several stretches of time, shortest first, and the prices that something speaks against. */
export type IncomeView = { spans: readonly IncomeSpan[]; doubted: readonly StatementPrice[]; now: number };

/** Income of the last 7 and 30 days by source, from stored facts alone. */
export function describeIncome(app: App): IncomeView {
  const now = app.now();
  const spans = [7 * DAY, 30 * DAY].map((seconds) => incomeOver(app, { from: now - seconds, to: now }));
  return { spans, doubted: doubtedPrices(app, Object.keys(app.config.prices), now), now };
}

function incomeOver(app: App, period: Period): IncomeSpan {
  const rewards = Object.keys(app.config.rewards).map((name) => rewardIncome(app, name, period));
  const positions = Object.keys(app.config.positions).map((name) => positionIncome(app, name, period));
  const sources = [...rewards, ...positions];
  const total = (part: keyof IncomeUsd) => sumUsd(sources.map((source) => source[part]));
  const totals = {
    realised: total("realised"),
    accrued: total("accrued"),
    cost: total("cost"),
    total: total("total"),
  };
  const known = sumKnownUsd(sources.map((source) => source.total));
  const { inflation } = app.config;
  const real = inflation && totals.total !== undefined ? realIncome(inflation, totals.total, period.to) : undefined;
  return { ...period, sources, totals, known, split: splitOf(sources), real, gas: gasOver(app, period) };
}

function splitOf(sources: readonly SourceIncome[]): IncomeSpan["split"] {
  const sum = (isOnce: boolean) => sumUsd(sources.filter(({ oneOff }) => oneOff === isOnce).map(({ total }) => total));
  return sources.some(({ oneOff }) => oneOff) ? { recurring: sum(false), oneOff: sum(true) } : undefined;
}

/** At the prices of each transaction's own moment, which is when it was paid. */
function gasOver(app: App, period: Period): GasSpent {
  return gasSpent(gasAccounts(collectGas(app, period), period));
}

function rewardIncome(app: App, name: string, period: Period): SourceIncome {
  const { label, tokens, oneOff } = findRewardSource(app.config, name);
  const earned = tokens.map((token) => ({
    parts: rewardParts(sumByKind(app.db, name, token, period)),
    token: tokenOf(app, token),
    price: priceOf(app, token, period.to),
  }));
  return { label, kind: "rewards", oneOff, since: undefined, ...valued(earned) };
}

function positionIncome(app: App, name: string, { from, to }: Period): SourceIncome {
  const { label } = findYieldSource(app.config, name);
  const own = lookBack(app, name, to, to - from);
  if (own === undefined) return { label, kind: "yield", oneOff: false, since: undefined, ...UNKNOWN };
  const legs = legsOver(app, storedPosition(app, name, own), own);
  const earned = legs.map((leg) => ({ parts: legParts(leg), token: leg.token, price: leg.price }));
  const since = own.from > from ? own.from : undefined;
  return { label, kind: "yield", oneOff: false, since, ...valued(earned) };
}

const UNKNOWN = { realised: undefined, accrued: undefined, cost: undefined, total: undefined, unvalued: [] };

function valued(earned: readonly Earned[]): IncomeUsd & Pick<SourceIncome, "unvalued"> {
  const sum = (part: (parts: IncomeParts) => bigint) =>
    sumUsd(
      earned.map(({ parts, token, price }) => {
        const amount = parts && part(parts);
        return amount === 0n ? 0n : valueUsd(amount, token, price);
      }),
    );
  const unvalued = earned.flatMap(({ parts, token, price }) => {
    const amount = parts && incomeOf(parts);
    return amount === undefined || amount === 0n || valueUsd(amount, token, price) !== undefined
      ? []
      : [{ amount, token }];
  });
  return {
    realised: sum(({ realised }) => realised),
    accrued: sum(({ accrued }) => accrued),
    cost: sum(({ cost }) => cost),
    total: sum(incomeOf),
    unvalued,
  };
}
