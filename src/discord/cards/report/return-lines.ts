import { plain } from "../../../core/sanitize.ts";
import type { Statement } from "../../../core/treasury/statement.ts";
import { realWords, returnWords } from "../treasury-words.ts";

/** What the whole treasury returned and what inflation left of the income; nothing in statements that do not say it. */
export function returnLines({ returns, real }: Statement): string[] {
  const without = (returns?.leftOut ?? []).map((symbol) => plain(symbol, 16)).join(", ");
  return [
    ...(returns === undefined ? [] : [`Treasury: ${returnWords(returns)}`]),
    ...(without === "" ? [] : [`-# The return is without ${without}: there is no price.`]),
    ...(real === undefined ? [] : [`-# ${realWords(real)}`]),
  ];
}
