import type { core } from "zod";

/** A config's own words for the mistakes people make most; anything else keeps the schema's message. */
export const explain: core.$ZodErrorMap = (issue) => {
  if (issue.input === undefined && issue.code !== "unrecognized_keys") return "is missing";
  if (issue.code === "invalid_type") return `must be ${article(issue.expected)}`;
  if (issue.code === "invalid_value")
    return `must be ${issue.values.length > 1 ? "one of " : ""}${issue.values.join(", ")}`;
  if (issue.code === "invalid_union" && "options" in issue)
    return `must be one of ${(issue.options as unknown[]).join(", ")}`;
  if (issue.code === "invalid_union") return "is none of the accepted forms, see docs/config.md";
  if (issue.code === "too_small")
    return bound(issue.origin, issue.inclusive === false ? "above" : "at least", issue.minimum);
  if (issue.code === "too_big")
    return bound(issue.origin, issue.inclusive === false ? "below" : "at most", issue.maximum);
  return undefined;
};

function bound(origin: string, relation: string, limit: number | bigint): string {
  if (origin === "string") return `must have ${relation} ${limit} characters`;
  if (origin === "array") return `must have ${relation} ${limit} entries`;
  return `must be ${relation} ${limit}`;
}

function article(expected: string): string {
  const words: Record<string, string> = {
    int: "a whole number",
    record: "an object",
    object: "an object",
    array: "a list",
    string: "text, in quotes",
    boolean: "true or false",
  };
  return words[expected] ?? `a ${expected}`;
}
