import type { Statement } from "../statement.ts";

/** A statement as text that keeps integers of any size; `parseStatement` gives back the same. */
export function writeStatement(statement: Statement): string {
  return JSON.stringify(statement, (_, value: unknown) => {
    if (typeof value === "bigint") return { $bigint: value.toString() };
    return value === undefined ? { $unknown: true } : value;
  });
}

/** The statement that `writeStatement` wrote. */
export function parseStatement(text: string): Statement {
  return restore(JSON.parse(text)) as Statement;
}

// Not a reviver: one that returns undefined would delete the entry, and leave holes in lists.
function restore(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(restore);
  if (typeof value !== "object" || value === null) return value;
  if ("$bigint" in value) return BigInt(String(value.$bigint));
  if ("$unknown" in value) return undefined;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, restore(inner)]));
}
