import { type CursorRow, findCursor, putCursor } from "../../../db/cursors.ts";
import { immediate } from "../../../db/open.ts";
import { listTrail } from "../../../db/trail.ts";
import type { App } from "../../app.ts";
import type { Block, Chain, LogChunk, LogFilter, RawLog } from "../../chain/chain.ts";
import { Halt } from "../../errors.ts";
import { beginProgress } from "./progress.ts";

/** What is read in order, block after block, and how far it has come is kept under `source`. */
export type Booking<Read> = {
  chain: Chain;
  source: string;
  /** Sources that are read together with it, whose cursors stand where its own does. One that has left stays where it is. */
  beside?: { names: readonly string[]; hasLeft: (name: string) => boolean };
  fromBlock: bigint;
  filters: readonly LogFilter[];
  /** What was read is booked after so many blocks at the latest. */
  window?: bigint;
  /** Makes rows of logs; may ask the chain for what the logs leave open. */
  prepare: (logs: readonly RawLog[]) => Promise<Read>;
  /** Writes them; runs in the transaction that moves the cursor. Gives how many were new. */
  book: (read: Read) => number;
};

/** So many logs are booked in one transaction: some hundredths of a second in which nobody else is answered. */
const ENOUGH_LOGS = 5_000;
/** What was read is booked after so long, however little it is, so that little is read again after a kill. */
const LONG_MS = 5_000;

/**
 * Books logs of final blocks up to and including `until` as they come, rows and cursor in one transaction, so that it may run
 * twice, be killed, or overlap with itself. All of them, and the block the cursor stood at, are of the history that `until`
 * ends: throws Halt when the cursor's block was replaced, and waits when nobody can tell. Gives how many rows were new.
 */
export async function bookLogs<Read>(app: App, booking: Booking<Read>, until: Block): Promise<number> {
  const { chain, source, filters } = booking;
  let cursor = findCursor(app.db, chain.id, source);
  const isBehind = cursor === undefined || cursor.block < until.number;
  if (cursor && (isBehind || (cursor.block === until.number && cursor.hash !== until.hash)))
    await assertCanonical(app, chain, cursor, until);
  const from = cursor ? cursor.block + 1n : booking.fromBlock;
  if (from > until.number) return 0;
  let booked = 0;
  const progress = beginProgress(app, source, { chain: chain.id, from, to: until.number });
  try {
    for await (const { end, logs } of inPortions(chain.logStream(filters, from, until), from, booking.window)) {
      const read = await booking.prepare(logs);
      const next = { chain: chain.id, source, block: end.number, hash: end.hash, at: end.timestamp };
      const before = cursor;
      const moving = movingWith(booking);
      if (moving.length === 0) return booked;
      const added = immediate(app.db, () => (moveAll(app, moving, next, before) ? booking.book(read) : undefined));
      // Another run was faster; what it booked counts.
      if (added === undefined) return booked;
      booked += added;
      cursor = next;
      progress.reached(end.number, logs.length, added);
    }
  } finally {
    progress.end();
  }
  return booked;
}

/** All or none: a faster run may have moved some of them. */
function moveAll({ db }: App, names: readonly string[], next: CursorRow, before: CursorRow | undefined): boolean {
  if (names.some((name) => findCursor(db, next.chain, name)?.block !== before?.block)) return false;
  return names.every((name) => putCursor(db, { ...next, source: name }, before));
}

function movingWith<Read>({ source, beside }: Booking<Read>): string[] {
  if (beside === undefined) return [source];
  return [source, ...beside.names].filter((name) => !beside.hasLeft(name));
}

/** Joins chunks until they are worth a transaction. */
async function* inPortions(
  chunks: AsyncIterable<LogChunk>,
  from: bigint,
  window: bigint | undefined,
): AsyncIterable<LogChunk> {
  let portion: LogChunk | undefined;
  let first = from;
  let begun = performance.now();
  for await (const { end, logs } of chunks) {
    portion = { end, logs: portion && portion.logs.length > 0 ? [...portion.logs, ...logs] : logs };
    const isWide = window !== undefined && end.number - first + 1n >= window;
    if (portion.logs.length < ENOUGH_LOGS && !isWide && performance.now() - begun < LONG_MS) continue;
    yield portion;
    portion = undefined;
    first = end.number + 1n;
    begun = performance.now();
  }
  if (portion) yield portion;
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
