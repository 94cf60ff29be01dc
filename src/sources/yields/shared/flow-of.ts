import type { RawLog } from "../../../chain/chain.ts";
import { placeOf, type SeenFlow } from "../source.ts";

/** A flow of a leg that a log tells of: in where `moved` is positive, out where it is negative; nothing is not a flow. Of a debt, in is what is owed less. */
export function flowOf(log: RawLog, leg: string, moved: bigint): SeenFlow[] {
  if (moved === 0n) return [];
  const [direction, amount] = moved > 0n ? (["in", moved] as const) : (["out", -moved] as const);
  return [{ ...placeOf(log), leg, direction, amount }];
}
