import type { PositionAccount } from "../../../core/treasury/statement.ts";

/** What moved in a leg otherwise than by earning, each with its amount as the card says amounts; what did not is left out. */
export function movedWords(
  { paidIn, takenOut, converted, unexplained }: PositionAccount,
  amountWords: (amount: bigint) => string,
): string[] {
  const parts = [
    ["paid in", paidIn],
    ["taken out", takenOut],
    ["converted by the pool", converted],
    ["**unexplained**", unexplained],
  ] as const;
  return parts.flatMap(([word, amount = 0n]) => (amount === 0n ? [] : [`${word} ${amountWords(amount)}`]));
}
