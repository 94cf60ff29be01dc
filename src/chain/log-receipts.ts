import { isHex, numberToHex } from "viem";
import type { LogFilter } from "./chain.ts";
import { ProviderFailure } from "./provider-failure.ts";
import type { RpcRequest } from "./rpc.ts";

/** The request for the receipts of a block, which hold all its logs. */
export function receiptsRequest(block: bigint): RpcRequest {
  return { method: "eth_getBlockReceipts", params: [numberToHex(block)] };
}

/** The logs of a block's receipts that fit a filter, as a node would have given them for it; throws ProviderFailure for anything but receipts. */
export function logsOfReceipts(body: unknown, { addresses, topics, indexed = [] }: LogFilter): unknown[] {
  const wanted = [topics, ...indexed].map((some) => some && new Set<string>(some.map(lower)));
  const contracts = new Set(addresses.map(lower));
  const fits = (log: { address?: unknown; topics?: unknown }) =>
    contracts.has(lower(log.address)) &&
    wanted.every((some, index) => some?.has(lower((log.topics as unknown[] | undefined)?.[index])) ?? true);
  if (!Array.isArray(body)) throw unfit();
  return body.flatMap((receipt: { logs?: unknown } | null) => {
    if (!Array.isArray(receipt?.logs)) throw unfit();
    return (receipt.logs as { address?: unknown; topics?: unknown }[]).filter(fits);
  });
}

function unfit(): ProviderFailure {
  return new ProviderFailure("unfit", "answered with something that is not a list of receipts");
}

function lower(value: unknown): string {
  return isHex(value) ? value.toLowerCase() : "";
}
