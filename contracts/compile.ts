import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { contractSources, inputHash, type StandardInput, standardInput } from "./standard-input.ts";

const ARTIFACTS = new URL("./artifacts/", import.meta.url);
const EIP_170_BYTES = 24_576;

/** A compiled contract as it is committed. */
export type Artifact = {
  contractName: string;
  sourceName: string;
  inputHash: string;
  abi: unknown[];
  bytecode: string;
  deployedBytecode: string;
};

type Output = {
  errors?: { severity: string; formattedMessage: string; sourceLocation?: { file: string } }[];
  contracts: Record<
    string,
    Record<string, { abi: unknown[]; evm: Record<"bytecode" | "deployedBytecode", { object: string }> }>
  >;
};

/** The names of the artifacts that were not made from these sources; empty when all were. Compiles nothing. */
export function staleArtifacts(): string[] {
  const hash = inputHash(standardInput());
  return [...contractSources().keys()].filter((name) => readArtifact(name)?.inputHash !== hash);
}

/** Compiles every contract; throws on any error, on a warning about our own sources, and on a contract too large. */
async function compileAll(): Promise<Artifact[]> {
  const input = standardInput();
  const output = await runSolc(input);
  const grave = (output.errors ?? []).filter(
    (error) => error.severity === "error" || error.sourceLocation?.file.startsWith("contracts/"),
  );
  if (grave.length > 0) throw new Error(grave.map((error) => error.formattedMessage).join("\n"));
  return [...contractSources()].map(([name, source]) => {
    const found = output.contracts[source]?.[name];
    if (!found) throw new Error(`solc returned no ${name}`);
    const deployed = found.evm.deployedBytecode.object;
    if (deployed.length / 2 > EIP_170_BYTES) throw new Error(`${name} has ${deployed.length / 2} bytes of code`);
    return {
      contractName: name,
      sourceName: source,
      inputHash: inputHash(input),
      abi: found.abi,
      bytecode: `0x${found.evm.bytecode.object}`,
      deployedBytecode: `0x${deployed}`,
    };
  });
}

async function runSolc(input: StandardInput): Promise<Output> {
  // solc is 9 MB of WebAssembly: only a compilation may load it, never the fast check.
  const { default: solc } = (await import("solc")) as { default: { compile: (input: string) => string } };
  return JSON.parse(solc.compile(JSON.stringify(input))) as Output;
}

function readArtifact(name: string): Artifact | undefined {
  try {
    return JSON.parse(readFileSync(new URL(`${name}.json`, ARTIFACTS), "utf8")) as Artifact;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function writeArtifact(artifact: Artifact): void {
  mkdirSync(ARTIFACTS, { recursive: true });
  writeFileSync(new URL(`${artifact.contractName}.json`, ARTIFACTS), `${JSON.stringify(artifact, null, 2)}\n`);
}

async function main(flags: string[]): Promise<void> {
  if (!flags.includes("--check")) {
    for (const artifact of await compileAll()) writeArtifact(artifact);
    return;
  }
  const stale = flags.includes("--full")
    ? (await compileAll())
        .filter((fresh) => JSON.stringify(fresh) !== JSON.stringify(readArtifact(fresh.contractName)))
        .map((fresh) => fresh.contractName)
    : staleArtifacts();
  if (stale.length === 0) return;
  process.stderr.write(`Not made from these sources: ${stale.join(", ")}. Run node contracts/compile.ts\n`);
  process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
