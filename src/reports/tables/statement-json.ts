import { canonical, sha256 } from "../../core/canonical.ts";
import type { Statement } from "../../core/treasury/statement.ts";

/**
 * A statement as JSON for other programs: integers of any size as decimal text, null for what is unknown, keys sorted; and beside it the
 * SHA-256 of the statement's own text, which is the value of `statement` as it stands there. docs/report.md has its shape.
 */
export function statementJson(statement: Statement): { text: string; sha256: string } {
  const written = canonical(known(statement));
  const hash = sha256(written).slice("0x".length);
  return { text: `{"format":"steward-statement/1","sha256":"${hash}","statement":${written}}\n`, sha256: hash };
}

/** The same with null for what is unknown, which has a place in a list where undefined has none. */
function known(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(known);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, known(inner)]));
}
