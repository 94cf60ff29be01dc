import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { takeLock } from "../../db/lock.ts";
import { openDb } from "../../db/open.ts";
import { describeSync, type SourceSync } from "../actions/rewards/describe-sync.ts";
import { readRewards } from "../actions/rewards/read-rewards.ts";
import type { App } from "../app.ts";
import { secretsOf } from "../config/environment.ts";
import { EXIT_CONFIG } from "../config/problem.ts";
import { BotError } from "../errors.ts";
import { createLog } from "../log.ts";
import type { Setup } from "../setup/setup.ts";
import { explainFailure } from "./explain-failure.ts";
import { readOrExplain } from "./read-or-explain.ts";
import { createQuietApp } from "./sync/quiet-app.ts";
import { createScreen, type Screen } from "./sync/screen.ts";
import { requestLines, syncLine } from "./sync/sync-lines.ts";

/** A terminal is drawn anew this often; into a file a line goes this rarely. */
const DRAW_MS = 200;
const WRITE_MS = 10_000;

/** Reads the sources named, or all, to the newest final block; 1 where any failed. Refuses while Steward runs on the same data. */
export async function sync(args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const setup = await readOrExplain();
  if (setup === undefined) return EXIT_CONFIG;
  const all = Object.keys(setup.config.rewards);
  const unknown = positionals.filter((name) => !all.includes(name));
  if (unknown.length > 0)
    return fail(`There is no reward source "${unknown[0]}" in the config. There are: ${all.join(", ") || "none"}.`);
  const names = positionals.length > 0 ? all.filter((name) => positionals.includes(name)) : all;
  if (names.length === 0) return fail("The config names no reward sources.");
  try {
    return await syncLocked(setup, names);
  } catch (cause) {
    const error = explainFailure(cause, setup.environment.STEWARD_DATA);
    if (!(error instanceof BotError)) throw error;
    return fail([error.message, error.hint].filter(Boolean).join(" "));
  }
}

async function syncLocked(setup: Setup, names: readonly string[]): Promise<number> {
  const folder = setup.environment.STEWARD_DATA;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = takeLock(folder, Math.floor(Date.now() / 1000));
  try {
    const db = openDb(join(folder, "steward.db"));
    try {
      return await readAll(setup, db, names);
    } finally {
      db.$client.pragma("wal_checkpoint(truncate)");
      db.$client.close();
    }
  } finally {
    lock.release();
  }
}

async function readAll(setup: Setup, db: App["db"], names: readonly string[]): Promise<number> {
  const screen = process.stdout.isTTY ? createScreen(process.stdout) : undefined;
  const note = screen ? screen.note : console.error;
  const write = (line: string) => note(line.trimEnd());
  const log = createLog({ secrets: secretsOf(process.env), plain: true, level: "warn", write });
  const app = createQuietApp(setup, db, log);
  const lines = () => {
    const sources = describeSync(app).sources.filter(({ source }) => names.includes(source));
    const width = Math.max(...names.map((name) => name.length));
    return sources.map((one) => syncLine(one, width, app.config.timeZone));
  };
  const timer = setInterval(() => draw(screen, lines()), screen ? DRAW_MS : WRITE_MS);
  const failures = await readChains(app, names).finally(() => clearInterval(timer));
  draw(screen, lines());
  screen?.end();
  for (const line of costLines(app, names)) console.log(line);
  return failures === 0 ? 0 : 1;
}

function draw(screen: Screen | undefined, lines: readonly string[]): void {
  if (screen) screen.show(lines);
  else for (const line of lines) console.log(line);
}

/** Chains side by side, the sources of one after the other; gives how many failed. What a source's failure was stands in its line. */
async function readChains(app: App, names: readonly string[]): Promise<number> {
  const byChain = Map.groupBy(names, (name) => app.config.rewards[name]?.chain);
  const failures = await Promise.all([...byChain.values()].map((sources) => readInTurn(app, sources)));
  return failures.reduce((sum, count) => sum + count, 0);
}

async function readInTurn(app: App, names: readonly string[]): Promise<number> {
  let failures = 0;
  for (const name of names) {
    try {
      await readRewards(app, name);
    } catch (error) {
      failures += 1;
      if (error instanceof BotError) app.log.debug(error.message, error.context);
      else app.log.error(`${name} could not be read.`, { error });
    }
  }
  return failures;
}

function costLines(app: App, names: readonly string[]): string[] {
  const sources = describeSync(app).sources.filter(({ source }) => names.includes(source));
  return app.chains.list().flatMap((chain) => {
    const own = sources.filter(({ run }) => run?.chain === chain.id);
    if (own.length === 0) return [];
    const rewards = own.reduce((sum: number, { run }: SourceSync) => sum + (run?.progress?.booked ?? 0), 0);
    return requestLines(chain.name, chain.requests(), rewards);
  });
}

function fail(why: string): number {
  console.error(why);
  return 1;
}
