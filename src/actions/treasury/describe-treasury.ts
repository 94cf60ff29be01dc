import { findReadingAt, listReadings } from "../../../db/readings.ts";
import type { App } from "../../app.ts";
import { MONTH } from "../../core/seconds.ts";
import type { Period } from "../../core/treasury/periods.ts";
import type { TreasuryReturn } from "../../core/treasury/returns/treasury-return.ts";
import { returnOf } from "../../core/treasury/statement/keep-books.ts";
import { makeStatement } from "../../core/treasury/statement/make-statement.ts";
import type { Statement } from "../../core/treasury/statement.ts";
import { collectBooks } from "../books/collect-books.ts";
import { collectMoves } from "../books/collect-ledger.ts";
import { nameChain } from "../name-chain.ts";

/** The treasury as last read: its accounts over the last 30 days, or since its first reading, and when each position was read. */
export type TreasuryView = {
  statement: Statement;
  /** What all positions together returned over that time; undefined where it cannot be told. */
  returns: TreasuryReturn | undefined;
  /** By position: Unix seconds of the newest reading; undefined for one never read. */
  readAt: Readonly<Record<string, number | undefined>>;
  /** The treasury's own accounts, as the config names them. */
  accounts: readonly { label: string; address: string; chainName: string }[];
  now: number;
};

const LOOK_BACK = MONTH;

/** What the treasury holds now, from stored readings alone: nothing is asked of a chain, so that the answer is there at once. */
export function describeTreasury(app: App): TreasuryView {
  const now = app.now();
  const period = periodOf(app, now);
  const books = collectBooks(app, period);
  const around = { period, days: [], newest: [] };
  const statement = makeStatement({
    ...{ name: "treasury", title: "Treasury", community: app.config.name, timeZone: app.config.timeZone },
    ...{ ...around, complete: false, gap: undefined, notes: [] },
    ...books,
    ...{ sources: [], bookedTo: [] },
  });
  const returns = returnOf({ ...books, ...around }, collectMoves(app, books.positions, period));
  const positions = Object.keys(app.config.positions);
  const readAt = Object.fromEntries(positions.map((name) => [name, findReadingAt(app.db, name, now)?.at]));
  const accounts = app.config.treasury.map(({ label, address, chain }) => {
    return { label, address, chainName: nameChain(app, chain) };
  });
  return { statement, returns, readAt, accounts, now };
}

/** Thirty days, or since the first reading of any position where that is less. */
function periodOf({ config, db }: App, now: number): Period {
  const from = now - LOOK_BACK;
  const first = Object.keys(config.positions).flatMap(
    (name) => findReadingAt(db, name, from)?.at ?? listReadings(db, name, { from, to: now })[0]?.at ?? [],
  );
  return { from: Math.max(from, Math.min(now, ...first)), to: now };
}
