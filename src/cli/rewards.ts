import { once } from "node:events";
import { parseArgs } from "node:util";
import { openForReading } from "../../db/open.ts";
import { jobs } from "../../jobs/index.ts";
import { collectRewards } from "../actions/nodes/collect-rewards.ts";
import type { Config } from "../config/schema.ts";
import { Refusal } from "../errors.ts";
import { rewardsHead, rewardsLines } from "../reports/tables/rewards-csv.ts";
import { findSetup } from "../setup/setup.ts";
import { databasePath } from "./database-path.ts";

/** Writes every booked reward as a table to the standard output, of all sources or of one; also while Steward runs. */
export async function rewards(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { source: { type: "string" } } });
  const { config } = await findSetup(
    process.env,
    process.cwd(),
    jobs.map(({ name }) => name),
  );
  if (config === undefined) return fail("The config cannot be read; `npx steward doctor` says why.");
  const { source } = values;
  if (source !== undefined && config.rewards[source] === undefined)
    return fail(`There is no reward source "${source}" in the config.`);
  try {
    await write(config, source === undefined ? Object.keys(config.rewards) : [source]);
    return 0;
  } catch (error) {
    if (error instanceof Refusal) return fail([error.message, error.hint].filter(Boolean).join(" "));
    throw error;
  }
}

async function write(config: Config, sources: readonly string[]): Promise<void> {
  const db = openForReading(databasePath(process.env).file);
  try {
    let isTaken = true;
    // Whoever looks at the first lines only closes the pipe; that is no failure.
    process.stdout.on("error", () => {
      isTaken = false;
    });
    process.stdout.write(rewardsHead);
    const filed = sources.map((source) => ({ source, nodes: undefined, since: 0 }));
    for await (const batch of collectRewards({ config, db }, filed)) {
      // A history is larger than the memory: no more is read than is taken.
      if (!process.stdout.write(rewardsLines(batch))) await once(process.stdout, "drain").catch(() => undefined);
      if (!isTaken) break;
    }
  } finally {
    db.$client.close();
  }
}

function fail(why: string): number {
  console.error(why);
  return 1;
}
