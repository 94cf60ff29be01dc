import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { backUp } from "../../db/backup.ts";
import { counted } from "../core/counted.ts";
import { Refusal } from "../errors.ts";
import { checkEvents, databasePath } from "./database-path.ts";

/** Copies the database to a file, also while Steward runs, and checks the copy. */
export async function backup(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { to: { type: "string" } } });
  const { folder, file } = databasePath(process.env);
  const time = new Date().toISOString().replaceAll(/[:.]/g, "-");
  const to = resolve(values.to ?? `${folder}/backups/steward-${time}.db`);
  try {
    const { path, bytes, counts } = await backUp(file, to, checkEvents);
    console.log(`${path}: ${bytes} bytes, whole and checked (${describe(counts)}).`);
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(
      [error.message, error.hint, ...((error.context["wrong"] as string[] | undefined) ?? [])]
        .filter(Boolean)
        .join(" "),
    );
    return 1;
  }
}

/** Counts in words: `3 proposals, 12 ballots`. */
export function describe(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([what, count]) => counted(count, what))
    .join(", ");
}
