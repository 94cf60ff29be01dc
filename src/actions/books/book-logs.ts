import { type CursorRow, findCursor, putCursor } from "../../../db/cursors.ts";
import { immediate } from "../../../db/open.ts";
import { listTrail } from "../../../db/trail.ts";
import type { App } from "../../app.ts";
import type { Block, Chain, LogFilter, RawLog } from "../../chain/chain.ts";
import { Halt } from "../../errors.ts";

/** What is read in order, block after block, and how far it has come is kept under `source`. */
export type Booking<Read> = {
  chain: Chain;
  source: string;
  fromBlock: bigint;
  filters: readonly LogFilter[];
  /** So many blocks are read before they are booked: what is done is kept, and memory stays small. */
  window?: bigint;
  /** Makes rows of logs; may ask the chain for what the logs leave open. */
  prepare: (logs: readonly RawLog[]) => Promise<Read>;
  /** Writes them; runs in the transaction that moves the cursor. Gives how many were new. */
  book: (read: Read) => number;
};

const WINDOW = 50_000n;

/**
 * Books logs of final blocks up to and including `until`, each window's rows and cursor in one transaction, so that it may run
 * twice, be killed, or overlap with itself. Each window ends with a descendant of the block the one before ended with: throws
 * Halt when that was replaced, and waits when nobody can tell. Gives how many rows were new.
 */
export async function bookLogs<Read>(app: App, booking: Booking<Read>, until: Block): Promise<number> {
  const { chain, source, window = WINDOW } = booking;
  let cursor = findCursor(app.db, chain.id, source);
  let booked = 0;
  if (cursor?.block === until.number && cursor.hash !== until.hash) await assertCanonical(app, chain, cursor, until);
  for (let from = cursor ? cursor.block + 1n : booking.fromBlock; from <= until.number; ) {
    const last = from + window - 1n;
    const end: Block = last < until.number ? await chain.block(last) : until;
    if (cursor) await assertCanonical(app, chain, cursor, end);
    const read = await booking.prepare(await readLogs(booking, from, end));
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

async function readLogs<Read>({ chain, filters }: Booking<Read>, from: bigint, to: Block): Promise<RawLog[]> {
  const logs: RawLog[] = [];
  for (const filter of filters) logs.push(...(await chain.logs(filter, from, to)));
  return logs.sort((a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex);
}

/** A node behind the cursor cannot say anything about it, so that it is never asked for less than the cursor's own height. */
async function assertCanonical(app: App, chain: Chain, cursor: CursorRow, under: Block): Promise<void> {
  const { source, block, hash } = cursor;
  const found = await chain.replaced({ number: block, hash }, under);
  if (found === undefined) return;
  const right = await findLastRight(app, chain, cursor, under);
  const upTo = right === undefined ? "" : ` What was booked up to block ${right} is right.`;
  throw new Halt(
    `${chain.name} replaced block ${block}, up to which ${source} was booked: ${hash} became ${found}.${upTo}`,
    {
      hint: "Nothing more is booked from it until somebody has looked at it.",
      context: { chain: chain.id, source, block, booked: hash, found, right },
    },
  );
}

/** The newest block of the trail that still stands. Whatever stands on a block that does not was replaced with it, so halving finds it. */
async function findLastRight(app: App, chain: Chain, cursor: CursorRow, under: Block): Promise<bigint | undefined> {
  const trail = listTrail(app.db, chain.id, cursor.source).filter(({ block }) => block < cursor.block);
  let [low, high] = [0, trail.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const { block, hash } = trail[middle] as CursorRow;
    if ((await chain.replaced({ number: block, hash }, under)) === undefined) high = middle;
    else low = middle + 1;
  }
  return trail[low]?.block;
}
