import { type Address, getAddress, type Hex, isAddress, isHash, isHex } from "viem";
import type { Block, SentTransaction, TransactionReceipt } from "./chain.ts";
import type { Provider } from "./provider.ts";
import { ProviderFailure } from "./provider-failure.ts";

/** A transaction as this provider has it; undefined where it keeps none of that hash. */
export async function askTransaction(provider: Provider, hash: Hex): Promise<SentTransaction | undefined> {
  const body = await provider.ask("eth_getTransactionByHash", hash);
  if (body === null || body === undefined) return undefined;
  const found = parseTransaction(body);
  if (found.hash !== hash.toLowerCase()) throw unfit("another transaction than was asked for");
  return found;
}

/** What became of a transaction, as this provider has it; undefined while it is in no block. */
export async function askReceipt(provider: Provider, hash: Hex): Promise<TransactionReceipt | undefined> {
  const body = (await provider.ask("eth_getTransactionReceipt", hash)) as Record<string, unknown> | null | undefined;
  if (body === null || body === undefined) return undefined;
  const { transactionHash, status, blockNumber } = body;
  if (String(transactionHash).toLowerCase() !== hash.toLowerCase() || !isHex(blockNumber) || !isHex(status))
    throw unfit("another receipt than was asked for");
  return { block: BigInt(blockNumber), reverted: BigInt(status) === 0n };
}

/** All that this provider says of what became of a transaction; undefined while it is in no block. */
export async function askWholeReceipt(provider: Provider, hash: Hex): Promise<unknown> {
  const body = (await provider.ask("eth_getTransactionReceipt", hash)) as Record<string, unknown> | null | undefined;
  if (body === null || body === undefined) return undefined;
  if (String(body["transactionHash"]).toLowerCase() !== hash.toLowerCase())
    throw unfit("another receipt than was asked for");
  return body;
}

/** What this provider would have a transaction pay for a unit of gas now, in the coin's smallest unit. */
export async function askGasPrice(provider: Provider): Promise<bigint> {
  const price = await provider.ask("eth_gasPrice");
  if (!isHex(price) || price === "0x") throw unfit("something that is no price of gas");
  return BigInt(price);
}

/** The transactions of a block in which a contract logged anything; where it logged nothing, those that were sent to it. */
export async function askTouching(provider: Provider, { hash }: Block, address: Address): Promise<SentTransaction[]> {
  const logs = await provider.ask("eth_getLogs", { blockHash: hash, address });
  const body = (await provider.ask("eth_getBlockByHash", hash, true)) as { transactions?: unknown } | null;
  if (!Array.isArray(logs) || !Array.isArray(body?.transactions)) throw unfit("something that is no block");
  const sent = body.transactions.map(parseTransaction);
  const logged = new Set(logs.map((log: Record<string, unknown>) => String(log["transactionHash"]).toLowerCase()));
  const touching = sent.filter((one) => logged.has(one.hash));
  return touching.length > 0 ? touching : sent.filter(({ to }) => to === getAddress(address));
}

function parseTransaction(body: unknown): SentTransaction {
  const { hash, from, to, input } = body as Record<string, unknown>;
  if (!isHash(String(hash)) || !isAddress(String(from), { strict: false }) || !isHex(input))
    throw unfit("something that is not a transaction");
  return {
    hash: String(hash).toLowerCase() as Hex,
    from: getAddress(String(from)),
    to: typeof to === "string" ? getAddress(to) : undefined,
    input,
  };
}

function unfit(what: string): ProviderFailure {
  return new ProviderFailure("unfit", `answered with ${what}`);
}
