import { type Address, encodeDeployData, encodeFunctionData, type Hex } from "viem";
import { startAnvil } from "../../sandbox/chain/anvil.ts";
import { createRpc, type Rpc } from "../../sandbox/chain/rpc.ts";
import { compileContract } from "../compile-contract.ts";

/** A chain with nothing on it but rewards, all of them final. */
export type RewardChain = {
  url: string;
  contract: Address;
  /** The block before the first reward. */
  deployBlock: number;
  events: number;
  /** What all rewards together are, as the contract counted, in the smallest unit. */
  total: bigint;
  /** How long all of it took to make. */
  seconds: number;
  stop: () => Promise<void>;
};

/** One block pays so many nodes, once each: a day's payment of a network of a thousand nodes. */
const PER_BLOCK = 1_000;
const DAY = 86_400;
/** Some contenders hold no younger block for final, and would read the last ones in another way. */
const BLOCKS_AFTER = 80;
const GAS = "0x1000000";

/** Starts a chain and has a contract on it say so many rewards, a thousand in each block, a day between the blocks. */
export async function startRewardChain(events: number): Promise<RewardChain> {
  const began = performance.now();
  const blocks = Math.ceil(events / PER_BLOCK);
  const timestamp = Math.floor(Date.now() / 1000) - (blocks + BLOCKS_AFTER + 10) * DAY;
  const anvil = await startAnvil({ timestamp });
  const rpc = createRpc(anvil.url);
  const [from] = await rpc<Address[]>("eth_accounts");
  const { abi, bytecode } = compileContract("RewardEmitter");
  // One by one and each in a block of its own; what became of them is seen by how many rewards are read.
  const put = async (transaction: { to?: Address; data: Hex }) => {
    const hash = await rpc<Hex>("eth_sendTransaction", { from, gas: GAS, ...transaction });
    await rpc("evm_mine");
    return hash;
  };
  await rpc("evm_setAutomine", false);
  await rpc("anvil_setBlockTimestampInterval", DAY);
  const deployed = await put({ data: encodeDeployData({ abi, bytecode }) });
  const receipt = await rpc<Receipt>("eth_getTransactionReceipt", deployed);
  const { contractAddress: contract, blockNumber } = receipt;
  for (let paid = 0; paid < events; paid += PER_BLOCK) {
    const args = [BigInt(paid / PER_BLOCK + 1), BigInt(Math.min(PER_BLOCK, events - paid))];
    await put({ to: contract, data: encodeFunctionData({ abi, functionName: "pay", args }) });
  }
  await rpc("anvil_mine", `0x${BLOCKS_AFTER.toString(16)}`);
  const total = await readTotal(rpc, contract, encodeFunctionData({ abi, functionName: "total" }));
  const seconds = (performance.now() - began) / 1000;
  return { url: anvil.url, contract, deployBlock: Number(blockNumber), events, total, seconds, stop: anvil.stop };
}

type Receipt = { blockNumber: Hex; contractAddress: Address };

async function readTotal(rpc: Rpc, to: Address, data: Hex): Promise<bigint> {
  return BigInt(await rpc<Hex>("eth_call", { to, data }, "latest"));
}
