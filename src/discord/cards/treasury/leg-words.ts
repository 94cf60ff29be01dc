import { plain } from "../../../core/sanitize.ts";
import { legWord } from "../../../core/treasury/by-position.ts";
import type { PositionAccount } from "../../../core/treasury/statement.ts";

/** A leg's own word beside its amount; none where it is its position's only one, or where the amount's token says it already. */
export function ownWord({ leg, token: { symbol } }: Pick<PositionAccount, "leg" | "token">): string | undefined {
  const word = legWord(leg, symbol);
  return word === "" || word === symbol ? undefined : plain(word, 24);
}

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
