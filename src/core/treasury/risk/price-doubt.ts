import { HOUR } from "../../seconds.ts";
import type { StatementPrice } from "../statement.ts";

/** What was told so many seconds before its chain was last read has been missed twice, which is no node's passing fault: it is asked each hour. */
const MISSED = 1.5 * HOUR;

/** Whether something was not told when its chain was last read, nor the time before; both in Unix seconds. */
export function isMissed(toldAt: number, chainReadAt: number): boolean {
  return chainReadAt - toldAt > MISSED;
}

/** The last block at which a chain's positions and prices were read. */
export type LastRead = { chain: number; block: bigint };

/**
 * Whether a price says nothing reliable of now: it was never read, it is older than its feed may be, or its feed gave no usable answer when the chain was last
 * read, which may be long before it is too old.
 */
export function isInDoubt(price: StatementPrice | undefined, lastRead: LastRead | undefined): boolean {
  if (price === undefined || price.stale) return true;
  return lastRead !== undefined && price.chain === lastRead.chain && price.block < lastRead.block;
}
