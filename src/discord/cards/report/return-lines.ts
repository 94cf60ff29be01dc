import type { Statement } from "../../../core/treasury/statement.ts";
import { realWords, returnWords } from "../treasury/words.ts";
import { withoutLine } from "./words.ts";

/** What the whole treasury returned and what inflation left of the income; nothing in statements that do not say it. */
export function returnLines({ returns, real }: Statement): string[] {
  return [
    ...(returns === undefined ? [] : [`Treasury: ${returnWords(returns)}`]),
    ...withoutLine("The return is", returns?.leftOut ?? []),
    ...(real === undefined ? [] : [`-# ${realWords(real)}`]),
  ];
}
