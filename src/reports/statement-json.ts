import { createHash } from "node:crypto";
import type { Statement } from "../core/treasury/statement.ts";

/**
 * A statement as JSON for other programs: integers of any size as decimal text, null for what is unknown, and the SHA-256 of
 * the statement's own text (the value of `statement`, written without spaces) beside it.
 */
export function statementJson(statement: Statement): { text: string; sha256: string } {
  const written = JSON.stringify(statement, (_, value: unknown) => {
    if (typeof value === "bigint") return value.toString();
    return value === undefined ? null : value;
  });
  const sha256 = createHash("sha256").update(written).digest("hex");
  return { text: `{"format":"steward-statement/1","sha256":"${sha256}","statement":${written}}\n`, sha256 };
}
