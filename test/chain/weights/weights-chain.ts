import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Abi, type Address, getAddress, type Hex } from "viem";
import { startAnvil } from "../../../sandbox/chain/anvil.ts";
import type { Artifact } from "../../../sandbox/chain/artifact.ts";
import { createBlockBuilder } from "../../../sandbox/chain/block-builder.ts";
import { placeMulticall } from "../../../sandbox/chain/multicall.ts";
import { createRpc } from "../../../sandbox/chain/rpc.ts";
import { chainOver } from "../../support/live-chain.ts";

const FOLDER = fileURLToPath(new URL("../../fixtures/weights/", import.meta.url));
const MODULES = fileURLToPath(new URL("../../../node_modules/", import.meta.url));

export type WeightsChain = Awaited<ReturnType<typeof startWeightsChain>>;

/** A chain with one contract of each fixture, by its name; every transaction has a block of its own. */
export async function startWeightsChain() {
  const artifacts = await compile();
  const anvil = await startAnvil();
  const rpc = createRpc(anvil.url);
  const accounts = (await rpc<Address[]>("eth_accounts")).map((account) => getAddress(account));
  const account = (index: number) => getAddress(accounts[index] ?? "0x");
  await rpc("evm_setAutomine", false);
  const builder = createBlockBuilder(rpc);
  const addresses: Record<string, Address> = {};
  for (const [name, artifact] of artifacts) {
    await builder.deploy(account(0), artifact);
    const [receipt] = await builder.mine();
    addresses[name] = getAddress(receipt?.contractAddress ?? "0x");
  }
  await placeMulticall(rpc);
  const at = (name: string) => addresses[name] ?? getAddress("0x");
  return {
    chain: chainOver([anvil.url]),
    account,
    at,
    send: async (from: number, name: string, functionName: string, ...args: unknown[]) => {
      const abi = artifacts.get(name)?.abi ?? [];
      await builder.send(account(from), { to: at(name), abi, functionName, args });
      await builder.mine();
    },
    stop: anvil.stop,
  };
}

async function compile(): Promise<Map<string, Artifact>> {
  const { default: solc } = (await import("solc")) as {
    default: { compile: (input: string, callbacks: { import: (path: string) => { contents: string } }) => string };
  };
  const files = readdirSync(FOLDER);
  const input = {
    language: "Solidity",
    sources: Object.fromEntries(files.map((file) => [file, { content: readFileSync(FOLDER + file, "utf8") }])),
    settings: {
      evmVersion: "cancun",
      outputSelection: Object.fromEntries(files.map((file) => [file, { "*": ["abi", "evm.bytecode.object"] }])),
    },
  };
  const read = (path: string) => ({ contents: readFileSync(MODULES + path, "utf8") });
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: read })) as {
    errors?: { severity: string; formattedMessage: string }[];
    contracts: Record<string, Record<string, { abi: Abi; evm: { bytecode: { object: string } } }>>;
  };
  const failed = output.errors?.find(({ severity }) => severity === "error");
  if (failed) throw new Error(failed.formattedMessage);
  const all = files.flatMap((file) => Object.entries(output.contracts[file] ?? {}));
  return new Map(all.map(([name, { abi, evm }]) => [name, { abi, bytecode: `0x${evm.bytecode.object}` as Hex }]));
}
