import { sizeOf } from "../../size.ts";
import { USD } from "../money.ts";
import type { Statement } from "../statement.ts";

/** Of what the treasury is worth, one ten-thousandth may stay unexplained: prices and shares are rounded. */
const BASIS = 10_000n;

const CENT = USD / 100n;

/**
 * Whether the books explain what the treasury holds, but for 1 USD or one basis point of its value, whichever is more; undefined
 * where nothing could be checked.
 */
export function isReconciled({ residualUsd, known }: Pick<Statement, "residualUsd" | "known">): boolean | undefined {
  if (residualUsd === undefined) return undefined;
  const share = known.treasuryUsd / BASIS;
  return sizeOf(residualUsd) <= (share > USD ? share : USD);
}

/** Whether the books leave something unexplained that is worth a word: a cent or more. What is less is rounding, and printed all the same. */
export function leavesSomething({ residualUsd }: Pick<Statement, "residualUsd">): boolean {
  return residualUsd !== undefined && sizeOf(residualUsd) >= CENT;
}
