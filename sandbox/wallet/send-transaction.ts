import { setTimeout as sleep } from "node:timers/promises";
import { type Address, type Hex, numberToHex } from "viem";
import type { LocalAccount } from "viem/accounts";
import { type Rpc, RpcError } from "../chain/rpc.ts";
import { finalizeLatest } from "../chain/time.ts";
import { explainRevert } from "./explain-revert.ts";

/** A call as a wallet is asked to make it; the value in wei. */
export type WalletCall = { to: Address; data?: Hex; value?: bigint };

/** How a send ended: `refused` was never sent, as it would have reverted. */
export type Sent =
  | { hash: Hex; status: "success"; blockNumber: number }
  | { hash: Hex; status: "reverted"; blockNumber: number; error: string }
  | { hash: null; status: "refused"; error: string };

type Receipt = { status: Hex; blockNumber: Hex };

const RECEIPT_POLL_MS = 20;
const RECEIPT_POLLS = 500;

/** Signs and sends a call that would succeed, waits until it is mined, and makes its block a finalized one. */
export async function sendTransaction(
  rpc: Rpc,
  chainId: number,
  account: LocalAccount,
  call: WalletCall,
): Promise<Sent> {
  const request = { from: account.address, to: call.to, data: call.data ?? "0x", value: numberToHex(call.value ?? 0n) };
  const estimate = await whyNot(rpc, "eth_estimateGas", request);
  if ("error" in estimate) return { hash: null, status: "refused", error: estimate.error };
  const [nonce, price] = await Promise.all([
    rpc<Hex>("eth_getTransactionCount", account.address, "pending"),
    rpc<Hex>("eth_gasPrice"),
  ]);
  const signed = await account.signTransaction({
    type: "eip1559",
    chainId,
    to: call.to,
    data: request.data,
    value: call.value ?? 0n,
    nonce: Number(nonce),
    // The clock ticks between estimate and block, and what a call costs may change with it.
    gas: (BigInt(estimate.result) * 13n) / 10n,
    maxFeePerGas: BigInt(price) * 2n,
    maxPriorityFeePerGas: 0n,
  });
  const hash = await rpc<Hex>("eth_sendRawTransaction", signed);
  const receipt = await waitForReceipt(rpc, hash);
  const blockNumber = Number(receipt.blockNumber);
  await finalizeLatest(rpc);
  if (receipt.status === "0x1") return { hash, status: "success", blockNumber };
  const replay = await whyNot(rpc, "eth_call", request, receipt.blockNumber);
  return {
    hash,
    status: "reverted",
    blockNumber,
    error: "error" in replay ? replay.error : "The call ran out of gas.",
  };
}

async function whyNot(rpc: Rpc, method: string, ...params: unknown[]): Promise<{ result: Hex } | { error: string }> {
  try {
    return { result: await rpc<Hex>(method, ...params) };
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    return { error: error.data === undefined ? error.message : explainRevert(error.data) };
  }
}

async function waitForReceipt(rpc: Rpc, hash: Hex): Promise<Receipt> {
  // While time is being moved, blocks come only at the days' ends.
  for (let poll = 0; poll < RECEIPT_POLLS; poll += 1) {
    const receipt = await rpc<Receipt | null>("eth_getTransactionReceipt", hash);
    if (receipt) return receipt;
    await sleep(RECEIPT_POLL_MS);
  }
  throw new Error(`The chain did not mine ${hash}`);
}
