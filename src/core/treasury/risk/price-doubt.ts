import type { StatementPrice } from "../statement.ts";

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
