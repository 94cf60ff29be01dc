import type { RawLog } from "../../../chain/chain.ts";
import type { Place } from "../source.ts";

/** Where a log stands, as everything that is made of it says it. */
export function placeOf({ blockNumber, logIndex, transactionHash, timestamp }: RawLog): Place {
  return { block: blockNumber, logIndex, transaction: transactionHash, at: timestamp };
}
