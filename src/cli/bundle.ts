import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { readBundle } from "../../db/bundles.ts";
import { openForReading } from "../../db/open.ts";
import { Refusal } from "../errors.ts";
import { databasePath } from "./database-path.ts";

/** Writes the bundle of a closed vote to a new file, also while Steward runs. */
export async function bundle(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { to: { type: "string" } } });
  const [proposal = ""] = positionals;
  if (positionals.length !== 1 || !/^[1-9]\d{0,8}$/.test(proposal))
    return fail("Name the proposal: steward bundle <number> [--to <file>]");
  const to = resolve(values.to ?? `vote-${proposal}.json`);
  try {
    const { text, root } = read(Number(proposal));
    writeFileSync(to, text, { flag: "wx" });
    console.log(`${to}: ${Buffer.byteLength(text)} bytes, root ${root}.`);
    return 0;
  } catch (error) {
    if (error instanceof Refusal) return fail([error.message, error.hint].filter(Boolean).join(" "));
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return fail(`${to} exists already. Name another file; a bundle replaces nothing.`);
    if (code?.startsWith("E")) return fail(`${to} cannot be written: ${message}`);
    throw error;
  }
}

function read(proposal: number) {
  const db = openForReading(databasePath(process.env).file);
  try {
    return readBundle(db, proposal);
  } finally {
    db.$client.close();
  }
}

function fail(why: string): number {
  console.error(why);
  return 1;
}
