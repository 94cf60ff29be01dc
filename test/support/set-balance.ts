import { type Address, encodeAbiParameters, keccak256, toHex } from "viem";
import type { Rpc } from "../../sandbox/chain/rpc.ts";

/** Changes what an account has of a token of Uniswap's own ERC-20 without a log: where it keeps balances, in its second slot. */
export async function setBalance(rpc: Rpc, token: Address, account: Address, amount: bigint): Promise<void> {
  const place = keccak256(encodeAbiParameters([{ type: "address" }, { type: "uint256" }], [account, 1n]));
  await rpc("anvil_setStorageAt", token, place, toHex(amount, { size: 32 }));
  await rpc("evm_mine");
}
