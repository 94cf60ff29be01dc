import { triggersOf } from "../db/append-only.ts";
import { inKeyOrder } from "../db/in-key-order.ts";

const breakpoint = "\n--> statement-breakpoint\n";

/**
 * A migration as drizzle-kit wrote it, with every table STRICT, those of one key without row ids, and with the triggers of each table it creates or
 * rebuilds at its end. Columns in CHECKs lose their table's name, under which they would not survive a rebuild.
 */
export function hardenMigration(sql: string): string {
  const created = [...sql.matchAll(/^CREATE TABLE `(?:__new_)?([a-z_]+)`/gm)].map((match) => match[1] ?? "");
  const strict = sql.trimEnd().replace(/^(CREATE TABLE [\s\S]*?\n\));/gm, (_, table: string) => {
    const name = /`(?:__new_)?([a-z_]+)`/.exec(table)?.[1] ?? "";
    const options = inKeyOrder.includes(name) ? "STRICT, WITHOUT ROWID" : "STRICT";
    return `${table.replace(/^\tCONSTRAINT .*$/gm, (line) => line.replace(/"\w+"\.("\w+")/g, "$1"))} ${options};`;
  });
  const triggers = created.flatMap((table) => Object.values(triggersOf(table)));
  return `${[strict, ...triggers].join(breakpoint)}\n`;
}
