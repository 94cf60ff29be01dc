import { type CursorRow, findCursor, putCursor } from "../../db/cursors.ts";
import { immediate } from "../../db/open.ts";
import type { App } from "../app.ts";
import type { Block, Chain, LogFilter, RawLog } from "../chain/chain.ts";
import { Halt } from "../errors.ts";

/** What is read in order, block after block, and how far it has come is kept under `source`. */
export type Booking<Read> = {
  chain: Chain;
  source: string;
  fromBlock: bigint;
  filters: readonly LogFilter[];
  /** Makes rows of logs; may ask the chain for what the logs leave open. */
  prepare: (logs: readonly RawLog[]) => Promise<Read>;
  /** Writes them; runs in the transaction that moves the cursor. Gives how many were new. */
  book: (read: Read) => number;
};

/** So many blocks are read before they are booked: what is done is kept, and memory stays small. */
const WINDOW = 50_000n;

/**
 * Books logs of final blocks up to and including `until`, each window's rows and cursor in one transaction, so that it may run
 * twice, be killed, or overlap with itself. Throws Halt when the block it stands on was replaced. Gives how many rows were new.
 */
export async function bookLogs<Read>(app: App, booking: Booking<Read>, until: Block): Promise<number> {
  let cursor = findCursor(app.db, booking.chain.id, booking.source);
  if (cursor) await assertCanonical(booking.chain, cursor, until);
  let booked = 0;
  for (let from = cursor ? cursor.block + 1n : booking.fromBlock; from <= until.number; ) {
    const last = from + WINDOW - 1n;
    const end: Block = last < until.number ? await booking.chain.block(last) : until;
    const read = await booking.prepare(await readLogs(booking, from, end.number));
    const { chain, source } = booking;
    const next = { chain: chain.id, source, block: end.number, hash: end.hash, at: end.timestamp };
    const before = cursor;
    const added = immediate(app.db, () => (putCursor(app.db, next, before) ? booking.book(read) : undefined));
    // Another run was faster; what it booked counts.
    if (added === undefined) return booked;
    booked += added;
    cursor = next;
    from = end.number + 1n;
  }
  return booked;
}

async function readLogs<Read>({ chain, filters }: Booking<Read>, from: bigint, to: bigint): Promise<RawLog[]> {
  const logs: RawLog[] = [];
  for (const filter of filters) logs.push(...(await chain.logs(filter, from, to)));
  return logs.sort((a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex);
}

async function assertCanonical(chain: Chain, cursor: CursorRow, until: Block): Promise<void> {
  // A node behind the cursor cannot say anything about it, and there is nothing to read from it either.
  if (cursor.block > until.number) return;
  const block = cursor.block === until.number ? until : await chain.block(cursor.block);
  if (block.hash === cursor.hash) return;
  throw new Halt(`${chain.name} replaced block ${cursor.block}, up to which ${cursor.source} was booked.`, {
    hint: "Nothing more is booked from it until somebody has looked at it.",
    context: { chain: chain.id, source: cursor.source, block: cursor.block, booked: cursor.hash, found: block.hash },
  });
}
