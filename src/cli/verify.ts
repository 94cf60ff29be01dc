import { parseArgs } from "node:util";
import { describeVerification } from "../core/governance/bundle/describe-verification.ts";
import { verifyBundle } from "../core/governance/bundle/verify-bundle.ts";
import { describeRecount } from "../core/governance/contest/describe-recount.ts";
import { type Recount, recount } from "../core/governance/contest/recount.ts";
import { BotError } from "../errors.ts";
import { readText, toJson } from "./read-text.ts";

const USAGE = "Name the file: steward verify <file.json> [--json] [--strict] [--root <root>]; - reads standard input.";
const ROOT = /^0x[0-9a-f]{64}$/;

const options = {
  json: { type: "boolean", default: false },
  strict: { type: "boolean", default: false },
  root: { type: "string" },
} as const;

type Asked = { json: boolean; strict: boolean; root: string | undefined };

/** Recounts a bundle or a bare contest from a file, with no database and no network; 1 where it cannot be counted, or anything is wrong. */
export async function verify(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) return fail(USAGE);
  const asked = { ...values, root: values.root?.toLowerCase() };
  if (asked.root !== undefined && !ROOT.test(asked.root)) return fail("A root is 0x and 64 hexadecimal digits.");
  try {
    const text = readText(path);
    const written = parse(path, text);
    return isBundle(written) ? await verifyOne(written, text, asked) : countOne(written, asked);
  } catch (error) {
    if (error instanceof BotError) return fail([error.message, error.hint].filter(Boolean).join(" "));
    throw error;
  }
}

async function verifyOne(written: unknown, text: string, { json, root }: Asked): Promise<number> {
  const verification = await verifyBundle(written, { posted: root, text });
  console.log(json ? toJson(verification) : describeVerification(verification).join("\n"));
  return verification.problems.length === 0 ? 0 : 1;
}

function countOne(written: unknown, { json, strict, root }: Asked): number {
  if (root !== undefined) return fail("This is no bundle, so it has no root.");
  const counted: Recount = recount(written);
  const { title, decision, refused, replaced } = counted;
  console.log(json ? toJson({ title, ...decision, refused, replaced }) : describeRecount(counted).join("\n"));
  if (!strict || refused.length === 0) return 0;
  return fail(`${refused.length} ballots were refused, and --strict accepts none.`);
}

/** A bare contest has no format; whatever says that it has one is held to a bundle's. */
function isBundle(written: unknown): boolean {
  return typeof written === "object" && written !== null && "format" in written;
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new BotError(`${path} is not JSON: ${error.message}`);
    throw error;
  }
}

function fail(why: string): number {
  console.error(why);
  return 1;
}
