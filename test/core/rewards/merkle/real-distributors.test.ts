import { createRequire } from "node:module";
import { type Abi, type Address, encodeFunctionData, getAddress, type Hex } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startAnvil } from "../../../../sandbox/chain/anvil.ts";
import { type BlockBuilder, createBlockBuilder } from "../../../../sandbox/chain/block-builder.ts";
import { createRpc, type Rpc } from "../../../../sandbox/chain/rpc.ts";
import { readTree } from "../../../../src/core/rewards/merkle/read-tree.ts";
import type { TreeLeaf } from "../../../../src/core/rewards/merkle/tree.ts";
import { stewardFile, testEntries, uniswapFile } from "../../../support/reward-trees.ts";

type Artifact = { abi: Abi; bytecode: Hex };

const require = createRequire(import.meta.url);
const uniswap = (name: string) => read(`@uniswap/merkle-distributor/build/${name}.json`);
const symbiotic = () => read("@symbioticfi/rewards/out/DefaultOperatorRewards.sol/DefaultOperatorRewards.json");

/** Foundry and waffle write the code differently. */
function read(path: string): Artifact {
  const { abi, bytecode } = require(path) as { abi: Abi; bytecode: string | { object: string } };
  const code = typeof bytecode === "string" ? bytecode : bytecode.object;
  return { abi, bytecode: `0x${code.replace(/^0x/, "")}` };
}

/** A Symbiotic middleware registry that names one middleware for every network: PUSH20 it, and return it. */
const registryOf = (middleware: Address): Hex => `0x73${middleware.slice(2).toLowerCase()}60005260206000f3`;
const REGISTRY = "0x000000000000000000000000000000000000aaaa";

describe("the real distributors pay what a verified tree says, and nothing else", () => {
  let [rpc, builder, owner, token] = [] as unknown as [Rpc, BlockBuilder, Address, Address];
  let stop = () => {};

  beforeAll(async () => {
    const anvil = await startAnvil();
    stop = () => void anvil.stop();
    rpc = createRpc(anvil.url);
    await rpc("evm_setAutomine", false);
    builder = createBlockBuilder(rpc);
    owner = getAddress((await rpc<Address[]>("eth_accounts"))[0] ?? "0x");
    token = await deploy(uniswap("TestERC20"), "Token", "T", 10n ** 24n);
  });
  afterAll(() => stop());

  async function deploy(artifact: Artifact, ...args: unknown[]): Promise<Address> {
    await builder.deploy(owner, artifact, args);
    const [receipt] = await builder.mine();
    return getAddress(receipt?.contractAddress ?? "0x");
  }

  async function send(to: Address, abi: Abi, functionName: string, ...args: unknown[]) {
    await builder.send(owner, { to, abi, functionName, args });
    await builder.mine();
  }

  /** Whether a call would go through. */
  async function goes(from: Address, to: Address, abi: Abi, functionName: string, args: unknown[]): Promise<boolean> {
    const call = { from, to, data: encodeFunctionData({ abi, functionName, args }) };
    return rpc("eth_call", call, "latest").then(
      () => true,
      () => false,
    );
  }

  const amountOf = ({ amounts }: TreeLeaf) => amounts[0]?.amount ?? 0n;

  test("default: Uniswap's MerkleDistributor", async () => {
    const tree = readTree(JSON.stringify(uniswapFile(testEntries(9))));
    const artifact = uniswap("MerkleDistributor");
    const distributor = await deploy(artifact, token, tree.root);
    await send(token, uniswap("TestERC20").abi, "transfer", distributor, 10n ** 22n);
    const claim = (leaf: TreeLeaf, amount: bigint) =>
      goes(owner, distributor, artifact.abi, "claim", [leaf.index, leaf.account, amount, leaf.proof]);
    for (const leaf of tree.leaves) {
      expect(await claim(leaf, amountOf(leaf))).toBe(true);
      expect(await claim(leaf, amountOf(leaf) + 1n)).toBe(false);
    }
  });

  test("default: Symbiotic's DefaultOperatorRewards", async () => {
    const file = stewardFile(testEntries(9), { withProofs: true });
    const tree = readTree(JSON.stringify(file));
    const artifact = symbiotic();
    await rpc("anvil_setCode", REGISTRY, registryOf(owner));
    const rewards = await deploy(artifact, REGISTRY);
    await send(token, uniswap("TestERC20").abi, "approve", rewards, 10n ** 22n);
    await send(rewards, artifact.abi, "distributeRewards", owner, token, 10n ** 22n, tree.root);
    const claim = (leaf: TreeLeaf, amount: bigint) =>
      goes(leaf.account, rewards, artifact.abi, "claimRewards", [owner, owner, token, amount, leaf.proof]);
    for (const leaf of tree.leaves) {
      expect(await claim(leaf, amountOf(leaf))).toBe(true);
      expect(await claim(leaf, amountOf(leaf) + 1n)).toBe(false);
    }
  });
});
