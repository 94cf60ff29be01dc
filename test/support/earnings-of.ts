import { listReadings, type ReadingRow } from "../../db/readings.ts";
import { collectBooks } from "../../src/actions/books/collect-books.ts";
import { readPositions } from "../../src/actions/yields/read-positions.ts";
import { type Earnings, earnings } from "../../src/core/treasury/accounts/position-account.ts";
import type { TestApp } from "./app.ts";

/** Reads every position at the newest block, and gives the block; throws where one could not be read. */
export async function readNow(app: TestApp): Promise<bigint> {
  const block = await app.chains.get(31_337).finalized();
  const { unread } = await readPositions(app, 31_337, block);
  if (unread.length > 0) throw new Error(unread.map(({ name, reason }) => `${name}: ${reason}`).join("\n"));
  return block.number;
}

/** What the books say of a leg between two blocks that were read. */
export function earningsOf(app: TestApp, position: string, leg: string, opening: bigint, closing: bigint): Earnings {
  const { positions } = collectBooks(app, { from: 0, to: Number.MAX_SAFE_INTEGER });
  const facts = positions.find((one) => one.position === position && one.leg === leg);
  if (facts === undefined) throw new Error(`${position} has no leg "${leg}"`);
  return earnings(facts, { from: 0, to: Number.MAX_SAFE_INTEGER, opening, closing });
}

/** What was stored of a leg at a block. */
export function readingOf(app: TestApp, position: string, leg: string, block: bigint): ReadingRow | undefined {
  const rows = listReadings(app.db, position, { from: 0, to: Number.MAX_SAFE_INTEGER });
  return rows.find((row) => row.leg === leg && row.block === block);
}
