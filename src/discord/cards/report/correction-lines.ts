import { plain } from "../../../core/sanitize.ts";
import type { Statement } from "../../../core/treasury/statement.ts";
import { when } from "../../timestamp.ts";

/** So many sentences say that a report was corrected; the files have all. */
const MOST = 3;

/** When a report was last corrected, and what changed since it was first shown, the newest first. */
export function correctionLines({ corrections = [] }: Pick<Statement, "corrections">): string[] {
  const last = corrections.at(-1);
  if (last === undefined) return [];
  const changes = corrections.toReversed().flatMap((correction) => correction.changes);
  const rest = changes.length - MOST;
  return [
    `**Corrected ${when(last.at)}**`,
    ...changes.slice(0, MOST).map((sentence) => `- ${plain(sentence, 160)}`),
    ...(rest > 0 ? [`- and ${rest} more, in the files of the thread`] : []),
  ];
}
