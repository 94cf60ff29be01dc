import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Abi, type Address, getAddress, type Hex } from "viem";
import { startAnvil } from "../../sandbox/chain/anvil.ts";
import type { Artifact } from "../../sandbox/chain/artifact.ts";
import { createBlockBuilder } from "../../sandbox/chain/block-builder.ts";
import { createRpc } from "../../sandbox/chain/rpc.ts";
import { chainOver } from "../support/live-chain.ts";

const FOLDER = fileURLToPath(new URL("../fixtures/presets/", import.meta.url));

export type PresetChain = Awaited<ReturnType<typeof startPresetChain>>;

/** A local chain with every contract of test/fixtures/presets, which have the networks' own getters and setters. */
export async function startPresetChain() {
  const anvil = await startAnvil();
  const rpc = createRpc(anvil.url);
  const [deployer = "0x" as Address] = await rpc<Address[]>("eth_accounts");
  await rpc("evm_setAutomine", false);
  const builder = createBlockBuilder(rpc);
  const addresses: Record<string, Address> = {};
  const at = (name: string) => addresses[name] ?? getAddress("0x");
  for (const [name, artifact] of await compile()) {
    await builder.deploy(deployer, artifact, name === "ArbGasInfo" ? [at("ArbOwner")] : []);
    const [receipt] = await builder.mine();
    addresses[name] = getAddress(receipt?.contractAddress ?? "0x");
  }
  return {
    chain: chainOver([anvil.url]),
    at,
    /** Sends calldata to a contract; throws where the contract refuses. */
    send: async (to: Address, data: Hex) => {
      await rpc("eth_call", { from: deployer, to, data }, "latest");
      await rpc("eth_sendTransaction", { from: deployer, to, data, gas: "0x100000" });
      await rpc("evm_mine");
    },
    stop: anvil.stop,
  };
}

async function compile(): Promise<[string, Artifact][]> {
  const { default: solc } = (await import("solc")) as { default: { compile: (input: string) => string } };
  const files = readdirSync(FOLDER);
  const input = {
    language: "Solidity",
    sources: Object.fromEntries(files.map((file) => [file, { content: readFileSync(FOLDER + file, "utf8") }])),
    settings: {
      evmVersion: "cancun",
      outputSelection: Object.fromEntries(files.map((file) => [file, { "*": ["abi", "evm.bytecode.object"] }])),
    },
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input))) as {
    errors?: { severity: string; formattedMessage: string }[];
    contracts: Record<string, Record<string, { abi: Abi; evm: { bytecode: { object: string } } }>>;
  };
  const failed = output.errors?.find(({ severity }) => severity === "error");
  if (failed) throw new Error(failed.formattedMessage);
  const all = files.flatMap((file) => Object.entries(output.contracts[file] ?? {}));
  const artifacts = all.map(([name, { abi, evm }]): [string, Artifact] => [
    name,
    { abi, bytecode: `0x${evm.bytecode.object}` as Hex },
  ]);
  // ArbGasInfo is given ArbOwner's address.
  return artifacts.toSorted(([one], [other]) => Number(one === "ArbGasInfo") - Number(other === "ArbGasInfo"));
}
