import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { describeRecount } from "../core/governance/contest/describe-recount.ts";
import { type Recount, recount } from "../core/governance/contest/recount.ts";
import { BotError } from "../errors.ts";

const USAGE = "Name the file: steward verify <file.json> [--json] [--strict]; - reads standard input.";

/** Recounts a contest from a file, with no database and no network; 0 once it is counted, 1 where it cannot be, or is not clean and had to be. */
export async function verify(args: string[]): Promise<number> {
  const options = { json: { type: "boolean", default: false }, strict: { type: "boolean", default: false } } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) return fail(USAGE);
  let counted: Recount;
  try {
    counted = recount(readJson(path));
  } catch (error) {
    if (error instanceof BotError) return fail([error.message, error.hint].filter(Boolean).join(" "));
    throw error;
  }
  console.log(values.json ? toJson(counted) : describeRecount(counted).join("\n"));
  if (!values.strict || counted.refused.length === 0) return 0;
  return fail(`${counted.refused.length} ballots were refused, and --strict accepts none.`);
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path === "-" ? 0 : path, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) throw new BotError(`${path} is not JSON: ${error.message}`);
    if ((error as { code?: string }).code !== undefined)
      throw new BotError(`${path} cannot be read: ${(error as Error).message}`);
    throw error;
  }
}

function toJson({ title, decision, refused, replaced }: Recount): string {
  return JSON.stringify(
    { title, ...decision, refused, replaced },
    (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value),
    2,
  );
}

function fail(why: string): number {
  console.error(why);
  return 1;
}
