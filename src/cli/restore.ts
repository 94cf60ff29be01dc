import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { restore as putBack } from "../../db/backup.ts";
import { takeLock } from "../../db/lock.ts";
import { Refusal } from "../errors.ts";
import { describe } from "./backup.ts";
import { checkEvents, databasePath } from "./database-path.ts";

/** Puts a backup in the database's place; refuses while Steward runs, and keeps what it replaces. */
export async function restore(args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const [from] = positionals;
  if (from === undefined || positionals.length > 1) {
    console.error("Name the backup: steward restore <file>");
    return 1;
  }
  const { folder, file } = databasePath(process.env);
  const now = Math.floor(Date.now() / 1000);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const lock = takeLock(folder, now);
    try {
      const { counts, kept } = putBack(resolve(from), file, now, checkEvents);
      console.log(
        `${file} is now the backup (${describe(counts)}).${kept === undefined ? "" : ` What it replaced is kept as ${kept}.`}`,
      );
    } finally {
      lock.release();
    }
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error([error.message, error.hint].filter(Boolean).join(" "));
    return 1;
  }
}
