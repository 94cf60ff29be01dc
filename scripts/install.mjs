// Runs before everything else, on whatever Node the machine has: installs what is missing and says when Node is too old.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const NODE_MAJOR = 24;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const binaries = join(root, "node_modules", ".bin");
const path = `${binaries}${delimiter}${process.env.PATH ?? ""}`;

/** The locked packages that are not installed as the lock file has them; optional ones may be missing. */
export function missingPackages(lock, installed) {
  return Object.entries(lock.packages)
    .filter(([name]) => name !== "")
    .filter(([name, wanted]) => {
      const found = installed.packages[name];
      return found === undefined
        ? !wanted.optional
        : found.version !== wanted.version || found.integrity !== wanted.integrity;
    })
    .map(([name]) => name);
}

/** Installs what is missing, and runs nothing that comes with it. Costs two file reads when nothing is. */
export function install() {
  if (isInstalled()) return;
  console.log("Installing what is missing (about a minute, once) …");
  const quiet = ["--no-fund", "--no-audit", "--loglevel=error"];
  const done = spawnSync("npm", ["ci", "--include=dev", "--ignore-scripts", ...quiet], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  if (done.status !== 0) stop("Could not install the packages; npm says why above. Then run the same command again.");
}

/** The Node to run with: this one, or the one that the packages brought. Ends the process with a sentence when neither will do. */
export function findNode() {
  if (Number.parseInt(process.versions.node, 10) >= NODE_MAJOR) return process.execPath;
  const asked = spawnSync("node", ["--version"], { encoding: "utf8", env: { ...process.env, PATH: path } });
  if (Number.parseInt(String(asked.stdout).slice(1), 10) >= NODE_MAJOR) return join(binaries, "node");
  return stop(
    `Steward needs Node ${NODE_MAJOR}; this is Node ${process.versions.node}, and there is no packaged one for ` +
      `${process.platform}-${process.arch}. Install Node ${NODE_MAJOR} and run the same command again.`,
  );
}

function isInstalled() {
  const record = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(record)) return false;
  return missingPackages(read(join(root, "package-lock.json")), read(record)).length === 0;
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { packages: {} };
  }
}

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  install();
  findNode();
}
