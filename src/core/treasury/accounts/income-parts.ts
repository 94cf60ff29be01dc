import type { MoneyKind } from "../../rewards/kinds.ts";
import type { PositionAccount } from "../statement.ts";

/**
 * Income by what became of it, in a token's smallest unit: realised (in hand, or in a place it can be taken from at will), accrued (to claim, or
 * locked; negative where more of it was claimed than came), and cost (negative: what a debt took). Their sum is the income.
 */
export type IncomeParts = { realised: bigint; accrued: bigint; cost: bigint };

const NOTHING: IncomeParts = { realised: 0n, accrued: 0n, cost: 0n };

/** A leg's income by parts: what was claimed of a claimable leg is realised by that, and not income once more. Unknown where the income is. */
export function legParts({ kind, income, takenOut }: PositionAccount): IncomeParts | undefined {
  if (income === undefined) return undefined;
  if (kind === "debt") return { ...NOTHING, cost: income };
  if (kind === "locked") return { ...NOTHING, accrued: income };
  if (kind === "claimable") return { ...NOTHING, realised: takenOut, accrued: income - takenOut };
  return { ...NOTHING, realised: income };
}

/** A source's rewards by parts, from their sums by kind; what was lost (slashed) was never income, and is not among them. */
export function rewardParts(sums: ReadonlyMap<MoneyKind, bigint>): IncomeParts {
  const of = (kind: MoneyKind) => sums.get(kind) ?? 0n;
  return { ...NOTHING, realised: of("paid") + of("claimed"), accrued: of("accrued") + of("locked") - of("claimed") };
}

/** All of it together. */
export function incomeOf({ realised, accrued, cost }: IncomeParts): bigint {
  return realised + accrued + cost;
}
