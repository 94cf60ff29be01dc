import { join } from "node:path";
import type { Address } from "viem";
import type { Found } from "./contender.ts";

/** What a contender's script is given on its command line. */
export function readCourse(): { url: string; contract: Address; deployBlock: number; databasePath: string } {
  const [url = "", contract = "0x", deployBlock = "0", folder = ""] = process.argv.slice(2);
  return {
    url,
    contract: contract as Address,
    deployBlock: Number(deployBlock),
    databasePath: join(folder, "rows.db"),
  };
}

/** Stops the clock: all is committed. */
export function sayDone(): void {
  console.log("done");
}

/** Says what was found, by amounts as decimal text. */
export function sayFound(amounts: Iterable<string>): void {
  let rows = 0;
  let total = 0n;
  for (const amount of amounts) {
    rows += 1;
    total += BigInt(amount);
  }
  console.log(JSON.stringify({ rows, total: total.toString() } satisfies Found));
}
