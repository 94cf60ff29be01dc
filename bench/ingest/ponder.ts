import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { assertFound, type Course, type Found, type Run, startContender, timed } from "./contender.ts";
import { findPostgres, startPostgres } from "./postgres.ts";

const peers = fileURLToPath(new URL("../peers/", import.meta.url));
const LOOK_MS = 250;
const PATIENCE_MS = 20 * 60_000;

type Client = {
  connect: () => Promise<void>;
  query: (sql: string) => Promise<{ rows: unknown[] }>;
  end: () => Promise<void>;
};

/** Says why ponder cannot be run here, after installing it where only that was missing; undefined when it can. */
export function whyNoPonder(): string | undefined {
  if (findPostgres() === undefined) return "There is no Postgres here (Debian: apt-get install postgresql).";
  if (isInstalled()) return undefined;
  console.error("Installing what Steward is measured beside, into bench/peers (once) …");
  const flags = ["--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"];
  const { status } = spawnSync("npm", ["ci", ...flags], { cwd: peers, stdio: ["ignore", "ignore", "inherit"] });
  return status === 0 ? undefined : "npm ci in bench/peers did not succeed; it says why above.";
}

/** The installed packages are those of the lock file. */
function isInstalled(): boolean {
  const versionOf = (path: string) => {
    if (!existsSync(path)) return undefined;
    const { packages } = JSON.parse(readFileSync(path, "utf8")) as { packages: Record<string, { version: string }> };
    return packages["node_modules/ponder"]?.version;
  };
  return versionOf(`${peers}node_modules/.package-lock.json`) === versionOf(`${peers}package-lock.json`);
}

/** Runs ponder with a Postgres of its own until every reward is in its table. */
export async function runPonder(course: Course): Promise<Run> {
  const programs = findPostgres();
  if (programs === undefined) throw new Error("There is no Postgres here.");
  const postgres = await startPostgres(programs);
  try {
    return await indexAll(course, postgres.url);
  } finally {
    await postgres.stop();
  }
}

async function indexAll(course: Course, database: string): Promise<Run> {
  const { url, contract, deployBlock } = course.chain;
  const client = await connect(database);
  const program = `${peers}node_modules/ponder/dist/esm/bin/ponder.js`;
  const options = ["start", "--schema", "measured", "--log-level", "error", "--port", "0", "--hostname", "127.0.0.1"];
  const contender = startContender(layOut(course), [program, ...options], {
    PEER_RPC: url,
    PEER_CONTRACT: contract,
    PEER_START: `${deployBlock}`,
    PEER_DATABASE: database,
    PONDER_TELEMETRY_DISABLED: "true",
    NODE_NO_WARNINGS: "1",
  });
  contender.child.stdout?.pipe(process.stderr);
  try {
    const doneAt = await whenAllAreIn(client, course.chain.events, () => contender.child.exitCode !== null);
    const { rows } = await client.query(
      "select count(*)::int as rows, sum(amount)::text as total from measured.reward",
    );
    assertFound("ponder", course.chain, rows[0] as Found);
    contender.child.kill("SIGTERM");
    return timed(await contender.gauged(), contender.beganAt, doneAt);
  } finally {
    contender.child.kill("SIGKILL");
    await client.end();
  }
}

/** Its files in a folder of the run, because it writes beside them. */
function layOut(course: Course): Course {
  mkdirSync(course.folder, { recursive: true });
  for (const name of ["ponder.config.ts", "ponder.schema.ts", "package.json", "src"]) {
    cpSync(peers + name, join(course.folder, name), { recursive: true });
  }
  symlinkSync(`${peers}node_modules`, join(course.folder, "node_modules"));
  return course;
}

async function connect(database: string): Promise<Client> {
  const { Client: PgClient } = createRequire(`${peers}package.json`)("pg") as { Client: new (url: string) => Client };
  const client = new PgClient(database);
  await client.connect();
  return client;
}

async function whenAllAreIn(client: Client, events: number, isOver: () => boolean): Promise<number> {
  const until = performance.now() + PATIENCE_MS;
  while (performance.now() < until) {
    const rows = await client.query("select count(*)::int as rows from measured.reward").catch(() => undefined);
    if ((rows?.rows[0] as { rows: number } | undefined)?.rows === events) return Date.now();
    if (isOver()) throw new Error("ponder ended before it had read everything.");
    await sleep(LOOK_MS);
  }
  throw new Error("ponder took too long.");
}
