import { type Problem, problem } from "./problem.ts";

/** Whether an address has one of the schemes allowed here. */
export function urlProblems(url: string, path: readonly (string | number)[], schemes: readonly string[]): Problem[] {
  if (!URL.canParse(url)) return [problem(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.")];
  if (schemes.includes(new URL(url).protocol)) return [];
  const names = schemes.map((scheme) => scheme.slice(0, -1)).join(", ");
  return [problem(path, "URL_TYPE_INVALID_SCHEME", `Scheme must be one of: ${names}.`)];
}
