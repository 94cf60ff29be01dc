import { expect } from "vitest";
import { listReadings } from "../../db/readings.ts";
import { collectBooks } from "../../src/actions/books/collect-books.ts";
import { readPositions } from "../../src/actions/yields/read-positions.ts";
import { type Earnings, earnings } from "../../src/core/treasury/accounts/position-account.ts";
import type { TestApp } from "./app.ts";

const ever = { from: 0, to: Number.MAX_SAFE_INTEGER };

/** Reads an app's only position on the local chain as the books do, and accounts for it. */
export function positionReader(app: TestApp, position: string) {
  const readAll = async () => {
    const block = await app.chains.get(31_337).finalized();
    return { block, ...(await readPositions(app, 31_337, block)) };
  };
  /** What each leg holds now. */
  const read = async (): Promise<Record<string, bigint>> => {
    const { block, unread } = await readAll();
    expect(unread).toEqual([]);
    const rows = listReadings(app.db, position, ever).filter((row) => row.block === block.number);
    return Object.fromEntries(rows.map(({ leg, amount }) => [leg, amount]));
  };
  /** Each leg's account between the first reading and the last. */
  const account = (): Record<string, Earnings> =>
    Object.fromEntries(
      collectBooks(app, ever).positions.map((facts) => {
        const blocks = facts.readings.map(({ block }) => block);
        return [facts.leg, earnings(facts, { ...ever, opening: blocks[0], closing: blocks.at(-1) })];
      }),
    );
  return { app, readAll, read, account };
}
