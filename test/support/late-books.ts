import { putCursor } from "../../db/cursors.ts";
import { immediate } from "../../db/open.ts";
import { bookDecoded } from "../../src/actions/rewards/book-decoded.ts";
import { readPositions } from "../../src/actions/yields/read-positions.ts";
import { findRewardSource } from "../../src/sources/rewards/index.ts";
import type { TestApp } from "./app.ts";
import { blockAt, moveCursor, type payment } from "./books.ts";

/** Books payments of the example's source as its own run does, and notes that it has been read to a moment. */
export function bookLate(app: TestApp, rewards: readonly ReturnType<typeof payment>[], readTo?: number): void {
  const source = findRewardSource(app.config, "nodes");
  immediate(app.db, () => {
    bookDecoded(app, source, { rewards, nodes: [] });
    if (readTo !== undefined) moveCursor(app, readTo);
  });
}

/** Reads the example's vault and prices at a moment as the job does, where they say so much. */
export async function readLate(app: TestApp, at: number, worth: { vault: bigint; helio?: bigint }): Promise<void> {
  const feed = (answer: bigint) => [BigInt(at), answer, 0n, BigInt(at - 60), BigInt(at)];
  app.values.set("balanceOf", 100_000_000_000n);
  app.values.set("convertToAssets", worth.vault);
  app.values.set("decimals", 8);
  app.values.set("latestRoundData", feed(worth.helio ?? 50_000_000n));
  await readPositions(app, 31_337, blockAt(at));
}

/** Notes that the flows of the example's vault are booked up to a moment, so that readings of before it need none. */
export function moveFlows({ db }: TestApp, to: number): void {
  const { number: block, hash, timestamp: at } = blockAt(to);
  putCursor(db, { chain: 31_337, source: "flows:vault", block, hash, at }, undefined);
}
