#!/usr/bin/env node
import { existsSync } from "node:fs";
import "../light-start.ts";

/** What a verb does; resolves with the exit code. Loaded only when asked for, so that help needs nothing installed. */
type Verb = { help: string; load: () => Promise<(args: string[]) => Promise<number>> };

const NODE_MAJOR = 24;

const VERBS: Record<string, Verb> = {
  start: { help: "run Steward", load: async () => (await import("./start.ts")).start },
  sandbox: {
    help: "run a whole world on this machine: local Discord, local chain, Steward",
    load: async () => (await import("./sandbox.ts")).sandbox,
  },
  doctor: {
    help: "say on one page what is wrong with a setup",
    load: async () => (await import("./doctor.ts")).doctor,
  },
  sync: {
    help: "read rewards to the newest final block while Steward does not run: sync [source…]",
    load: async () => (await import("./sync.ts")).sync,
  },
  verify: {
    help: "recount a vote from a file, offline: verify <file.json> [--json] [--strict] [--root <root>]",
    load: async () => (await import("./verify.ts")).verify,
  },
  "verify-tree": {
    help: "verify a reward tree, offline: verify-tree <file.json> [--root <root>] [--format <format>] [--json]",
    load: async () => (await import("./verify-tree.ts")).verifyTree,
  },
  "explain-tx": {
    help: "say what a transaction meant: explain-tx <hash> --accounts <a,b> [--chain <id>] [--json], or --receipt <file.json>",
    load: async () => (await import("./explain-tx.ts")).explainTx,
  },
  bundle: {
    help: "write the file by which a closed vote is recounted: bundle <proposal> [--to <file>]",
    load: async () => (await import("./bundle.ts")).bundle,
  },
  rewards: {
    help: "write every booked reward as CSV to the standard output: rewards [--source <name>]",
    load: async () => (await import("./rewards.ts")).rewards,
  },
  backup: {
    help: "copy the database, also while Steward runs: backup [--to <file>]",
    load: async () => (await import("./backup.ts")).backup,
  },
  restore: {
    help: "put a backup in the database's place: restore <file>",
    load: async () => (await import("./restore.ts")).restore,
  },
};

process.exitCode = await run(process.argv.slice(2));

async function run(argv: string[]): Promise<number> {
  // better-sqlite3 dies without a word on older ones.
  if (Number.parseInt(process.versions.node, 10) < NODE_MAJOR) {
    console.error(
      `Steward needs Node ${NODE_MAJOR}; this is Node ${process.versions.node}. Use npm start, or npx steward.`,
    );
    return 1;
  }
  if (existsSync(".env")) process.loadEnvFile(".env");
  const [name, ...args] = argv;
  if (name === "help" || name === "--help" || name === "-h") return help();
  const verb = VERBS[name ?? defaultVerb()];
  if (verb === undefined) {
    console.error(`There is no verb "${name}".`);
    help();
    return 1;
  }
  try {
    return await (await verb.load())(args);
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS")) {
      console.error((error as Error).message);
      return 1;
    }
    throw error;
  }
}

/** Without a verb: the sandbox, unless anything says that Steward is meant to run for real. */
function defaultVerb(): "start" | "sandbox" {
  const isConfigured = ["ts", "js", "json"].some((ending) => existsSync(`steward.config.${ending}`));
  if (process.env.DISCORD_TOKEN || process.env.STEWARD_CONFIG || isConfigured) return "start";
  console.log(
    "No DISCORD_TOKEN and no config, so this is the sandbox: a whole world on this machine, and nothing outside it.",
  );
  return "sandbox";
}

function help(): number {
  console.log("steward <verb>\n");
  for (const [name, { help: text }] of Object.entries(VERBS)) console.log(`  ${name.padEnd(11)} ${text}`);
  console.log(
    "  help        this\n\nWithout a verb: start where DISCORD_TOKEN or a config is given, else the sandbox. See docs/operating.md.",
  );
  return 0;
}
