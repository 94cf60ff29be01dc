import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Abi, Hex } from "viem";
import type { Artifact } from "../../sandbox/chain/artifact.ts";

type Source = { contents: string };
type Solc = { compile: (input: string, callbacks: { import: (path: string) => Source }) => string };
type Output = {
  errors?: { severity: string; formattedMessage: string }[];
  contracts: Record<string, Record<string, { abi: Abi; evm: { bytecode: { object: string } } }>>;
};

const require = createRequire(import.meta.url);

/** Compiles a folder's Solidity files, which import nothing but from packages; each contract by its name. */
export async function compileFolder(folder: string): Promise<Map<string, Artifact>> {
  const { default: solc } = (await import("solc")) as { default: Solc };
  const files = readdirSync(folder);
  const output = JSON.parse(
    solc.compile(
      JSON.stringify({
        language: "Solidity",
        sources: Object.fromEntries(files.map((file) => [file, { content: readFileSync(join(folder, file), "utf8") }])),
        settings: { evmVersion: "cancun", outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } } },
      }),
      { import: (path) => ({ contents: readFileSync(require.resolve(path), "utf8") }) },
    ),
  ) as Output;
  const failed = output.errors?.find(({ severity }) => severity === "error");
  if (failed) throw new Error(failed.formattedMessage);
  const all = Object.values(output.contracts).flatMap((file) => Object.entries(file));
  return new Map(all.map(([name, { abi, evm }]) => [name, { abi, bytecode: `0x${evm.bytecode.object}` as Hex }]));
}
