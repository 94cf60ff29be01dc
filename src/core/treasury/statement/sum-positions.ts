import { largestFirst } from "../../size.ts";
import { byPosition, type OfPosition, positionLabel } from "../by-position.ts";
import { sumUsd } from "../money.ts";
import type { PositionAccount, Usd } from "../statement.ts";

/** A position with all its legs, and what they come to together; unknown as soon as one of them is. */
export type PositionSum = {
  position: string;
  label: string;
  legs: OfPosition<PositionAccount>;
  incomeUsd: Usd;
  closingUsd: Usd;
  /** Of a position of one leg; what several legs earn on different principal has no rate in common. */
  apr: bigint | undefined;
};

/** The positions of a statement, each once however many legs it has, in the order of its accounts. */
export function sumPositions(accounts: readonly PositionAccount[]): PositionSum[] {
  return byPosition(accounts).map((legs) => ({
    ...{ position: legs[0].position, legs, label: positionLabel(legs[0]) },
    incomeUsd: sumUsd(legs.map(({ incomeUsd }) => incomeUsd)),
    closingUsd: sumUsd(legs.map(({ closingUsd }) => closingUsd)),
    apr: legs.length === 1 ? legs[0].apr : undefined,
  }));
}

/** The same, the largest first, whichever way; those without a value last. */
export function largestPositions(accounts: readonly PositionAccount[]): PositionSum[] {
  return sumPositions(accounts).sort((one, other) => largestFirst(one.closingUsd, other.closingUsd));
}
