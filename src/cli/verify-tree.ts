import { parseArgs } from "node:util";
import type { Hex } from "viem";
import { describeTree } from "../core/rewards/merkle/describe-tree.ts";
import { readTree } from "../core/rewards/merkle/read-tree.ts";
import { type RewardTree, TREE_FORMATS, type TreeFormat } from "../core/rewards/merkle/tree.ts";
import { BotError } from "../errors.ts";
import { readText, toJson } from "./read-text.ts";

const USAGE =
  "Name the file: steward verify-tree <file.json> [--root <root>] [--format <format>] [--json]; - reads standard input.";
const ROOT = /^0x[0-9a-f]{64}$/i;

const options = {
  json: { type: "boolean", default: false },
  root: { type: "string" },
  format: { type: "string" },
} as const;

/** Verifies a reward tree from a file, with no network; 1 where it cannot be read, or anything in it does not hold. */
export async function verifyTree(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const { root, format, json } = values;
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) return fail(USAGE);
  if (root !== undefined && !ROOT.test(root)) return fail("A root is 0x and 64 hexadecimal digits.");
  if (format !== undefined && !isFormat(format)) return fail(`A format is one of ${TREE_FORMATS.join(", ")}.`);
  try {
    const tree = readTree(readText(path), { root: root as Hex | undefined, format });
    console.log(json ? toJson(facts(tree)) : describeTree(tree).join("\n"));
    return 0;
  } catch (error) {
    if (error instanceof BotError) return fail([error.message, error.hint].filter(Boolean).join(" "));
    throw error;
  }
}

function isFormat(text: string): text is TreeFormat {
  return (TREE_FORMATS as readonly string[]).includes(text);
}

function facts({ totals, leaves, ...tree }: RewardTree) {
  const nodes = leaves.map(({ proof, amounts, ...leaf }) => ({
    ...leaf,
    amounts: Object.fromEntries(amounts.map(({ token, amount }) => [token, amount])),
  }));
  return { ...tree, totals: Object.fromEntries(totals), nodes };
}

function fail(why: string): number {
  console.error(why);
  return 1;
}
