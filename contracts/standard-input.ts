import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const MODULES = join(HERE, "..", "node_modules");
const IMPORT = /^\s*import\s[^;]*?"([^"]+)"\s*;/gm;

/** What solc is asked, in its standard JSON form. */
export type StandardInput = {
  language: "Solidity";
  sources: Record<string, { content: string }>;
  settings: {
    optimizer: { enabled: boolean; runs: number };
    evmVersion: string;
    outputSelection: Record<string, Record<string, string[]>>;
  };
};

/** The contracts that get an artifact, by name, with the source each is found in. */
export function contractSources(): ReadonlyMap<string, string> {
  const own = readdirSync(HERE).filter((file) => file.endsWith(".sol"));
  const timelock = "@openzeppelin/contracts/governance/TimelockController.sol";
  return new Map([
    ...own.sort().map((file) => [file.replace(/\.sol$/, ""), `contracts/${file}`] as const),
    ["TimelockController", timelock],
  ]);
}

/** Everything the compiler sees: our sources, all they import, and the settings; the same bytes on every machine. */
export function standardInput(): StandardInput {
  const wanted = contractSources();
  const sources: StandardInput["sources"] = {};
  for (const source of wanted.values()) addSource(source, sources);
  const output = ["abi", "evm.bytecode.object", "evm.deployedBytecode.object"];
  return {
    language: "Solidity",
    sources: Object.fromEntries(Object.entries(sources).sort(([a], [b]) => (a < b ? -1 : 1))),
    settings: {
      optimizer: { enabled: true, runs: 200 },
      evmVersion: "cancun",
      outputSelection: Object.fromEntries([...wanted].map(([name, source]) => [source, { [name]: output }])),
    },
  };
}

/** The SHA-256 of the input's JSON, in hex: two equal hashes mean equal artifacts. */
export function inputHash(input: StandardInput): string {
  return createHash("sha256").update(JSON.stringify(input)).digest("hex");
}

function addSource(name: string, sources: StandardInput["sources"]): void {
  if (name in sources) return;
  const content = readFileSync(name.startsWith("@") ? join(MODULES, name) : join(HERE, "..", name), "utf8");
  sources[name] = { content };
  for (const [, path] of content.matchAll(IMPORT)) {
    if (path) addSource(path.startsWith(".") ? posix.join(dirname(name), path) : path, sources);
  }
}
