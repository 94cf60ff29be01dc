import { positionLabel } from "./by-position.ts";
import { sumUsd } from "./money.ts";
import type { PositionAccount, Usd } from "./statement.ts";

/** A position with all its legs, and what they come to together; unknown as soon as one of them is. */
export type PositionSum = {
  position: string;
  label: string;
  legs: readonly PositionAccount[];
  incomeUsd: Usd;
  closingUsd: Usd;
  /** Of a position of one leg; what several legs earn on different principal has no rate in common. */
  apr: bigint | undefined;
};

/** The positions of a statement, each once however many legs it has, in the order of its accounts. */
export function sumPositions(accounts: readonly PositionAccount[]): PositionSum[] {
  return [...Map.groupBy(accounts, ({ position }) => position)].map(([position, legs]) => ({
    ...{ position, legs, label: legs[0] ? positionLabel(legs[0]) : position },
    incomeUsd: sumUsd(legs.map(({ incomeUsd }) => incomeUsd)),
    closingUsd: sumUsd(legs.map(({ closingUsd }) => closingUsd)),
    apr: legs.length === 1 ? legs[0]?.apr : undefined,
  }));
}

/** The same, the largest first, whichever way; those without a value last. */
export function largestPositions(accounts: readonly PositionAccount[]): PositionSum[] {
  const size = ({ closingUsd }: PositionSum) =>
    closingUsd === undefined ? -1n : closingUsd < 0n ? -closingUsd : closingUsd;
  return sumPositions(accounts).sort((one, other) => (size(one) < size(other) ? 1 : size(one) > size(other) ? -1 : 0));
}
