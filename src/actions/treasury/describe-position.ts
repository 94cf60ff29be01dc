import { type FlowRow, listNewestFlows } from "../../../db/flows.ts";
import { findReadingAt } from "../../../db/readings.ts";
import type { App } from "../../app.ts";
import { DAY } from "../../core/seconds.ts";
import { shortDuration } from "../../core/treasury/format-time.ts";
import { valueUsd } from "../../core/treasury/money.ts";
import type { Period } from "../../core/treasury/periods.ts";
import { againstHolding } from "../../core/treasury/returns/against-holding.ts";
import type { PoolAccount } from "../../core/treasury/returns/pool-account.ts";
import type { Return } from "../../core/treasury/returns/return-over.ts";
import type { StatementPrice, StatementToken } from "../../core/treasury/statement.ts";
import { findYieldSource, listYieldSources } from "../../sources/yields/index.ts";
import { legsSinceFirst } from "../books/collect-ledger.ts";
import { doubtedPrices, priceOf } from "../books/find-price.ts";
import { openPriceBook } from "../books/price-book.ts";
import { nameChain } from "../name-chain.ts";
import { tokenOf } from "../token-of.ts";
import { type LegView, legsOver, lookBack, type StoredPosition, storedPosition, stretchIn } from "./look-back.ts";
import { positionReturn } from "./position-return.ts";

/** One position over a stretch of time, in Unix seconds. */
export type PositionSpan = {
  from: number;
  to: number;
  legs: readonly LegView[];
  returned: Return | undefined;
};

/** One position in full, from stored facts alone. */
export type PositionView = {
  label: string;
  protocol: string;
  chainName: string;
  explorer: string | undefined;
  /** When it was last read; undefined where it never was. */
  readAt: number | undefined;
  /** Of 7, 30 and 90 days, those that it has been watched for, and the first that reaches back to its first reading. */
  spans: readonly PositionSpan[];
  /** Where it lies in a pool: what is still in, against holding it, at the prices of now. */
  pool: PoolAccount | undefined;
  /** Prices of its tokens that something speaks against. */
  doubted: readonly StatementPrice[];
  now: number;
  /** The newest first. */
  flows: readonly (Pick<FlowRow, "transaction" | "direction" | "leg" | "amount" | "at"> & { token: StatementToken })[];
};

const SPANS = [7 * DAY, 30 * DAY, 90 * DAY];
const MOST_FLOWS = 5;

/** Describes a position by its name in the config; throws Refusal where there is none of that name. */
export function describePosition(app: App, name: string): PositionView {
  const { label, protocol, chain } = findYieldSource(app.config, name);
  const flows = listNewestFlows(app.db, name, MOST_FLOWS).map(({ transaction, direction, leg, amount, at, token }) => {
    return { transaction, direction, leg, amount, at, token: tokenOf(app, token) };
  });
  return {
    ...{ label, protocol, flows, chainName: nameChain(app, chain), explorer: app.config.chains[chain]?.explorer },
    readAt: findReadingAt(app.db, name, app.now())?.at,
    ...accountOf(app, name),
    doubted: doubtedPrices(app, pricesOf(app, name), app.now()),
    now: app.now(),
  };
}

function pricesOf({ config }: App, name: string): string[] {
  const { legs } = findYieldSource(config, name);
  return [...new Set(legs.flatMap(({ token }) => config.tokens[token]?.price ?? []))];
}

function accountOf(app: App, name: string): Pick<PositionView, "spans" | "pool"> {
  const periods = SPANS.flatMap((seconds) => lookBack(app, name, app.now(), seconds) ?? []);
  const longest = periods.at(-1);
  if (longest === undefined) return { spans: [], pool: undefined };
  const stored = storedPosition(app, name, longest);
  return { spans: spansOf(app, stored, periods), pool: poolOf(app, stored, longest) };
}

/** The whole past of what lies in a pool is looked at, for it is held against each deposit since then. */
function poolOf(app: App, stored: StoredPosition, { to, ...span }: Period): PoolAccount | undefined {
  if (!stored.legs.some(({ kind }) => kind === "pooled")) return undefined;
  const legs = legsSinceFirst(app, stored.legs);
  const { closing } = stretchIn(stored, { ...span, to });
  return againstHolding(legs, closing, (amount, token) => valueUsd(amount, token, priceOf(app, token.name, to)));
}

function spansOf(app: App, stored: StoredPosition, periods: readonly Period[]): PositionSpan[] {
  const last = periods.at(-1)?.to ?? app.now();
  const since = stored.readAt[0]?.timestamp ?? last;
  const price = openPriceBook(app, { from: since, to: last });
  // Thirty days, and thirty and some hours since it was first read, would read as the same stretch twice.
  const named = ({ from, to }: Period) => shortDuration(to - from);
  return periods
    .filter((period, index) => !periods.slice(index + 1).some((longer) => named(longer) === named(period)))
    .map((period) => ({
      ...period,
      legs: legsOver(app, stored, period),
      returned: positionReturn(app, stored.legs, stretchIn(stored, period), price),
    }));
}

/** The positions whose name or label has these letters in it, by label, for a member who is typing. */
export function listPositionNames(app: App, typed: string, most: number): { label: string; name: string }[] {
  const wanted = typed.trim().toLowerCase();
  return listYieldSources(app.config)
    .filter(({ name, label }) => `${name} ${label}`.toLowerCase().includes(wanted))
    .slice(0, most)
    .map(({ name, label }) => ({ name, label }));
}
