import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Abi, Hex } from "viem";

type Output = { contracts: Record<string, Record<string, { abi: Abi; evm: { bytecode: { object: string } } }>> };

/** Compiles a contract of bench/contracts, which is named like its file: about a second. */
export function compileContract(name: string): { abi: Abi; bytecode: Hex } {
  const file = `${name}.sol`;
  const content = readFileSync(new URL(`./contracts/${file}`, import.meta.url), "utf8");
  const solc = createRequire(import.meta.url)("solc") as { compile: (input: string) => string };
  const settings = {
    optimizer: { enabled: true },
    outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } },
  };
  const input = { language: "Solidity", sources: { [file]: { content } }, settings };
  const contract = (JSON.parse(solc.compile(JSON.stringify(input))) as Output).contracts[file]?.[name];
  if (!contract) throw new Error(`${name} did not compile`);
  return { abi: contract.abi, bytecode: `0x${contract.evm.bytecode.object}` };
}
