import { type Address, getAddress, type Hex, isAddress, isHash, isHex } from "viem";
import { z } from "zod";
import { Refusal } from "../../../errors.ts";

/** One log of a receipt; `index` is its place in the block. */
export type Log = { index: number; address: Address; topics: readonly Hex[]; data: Hex };

/** What a node says of a transaction that is in a block. */
export type Receipt = {
  hash: Hex;
  from: Address;
  to: Address | undefined;
  reverted: boolean;
  /** What its sender paid for gas, in the coin's smallest unit. */
  fee: bigint;
  /** The part of it that was paid for data on the chain below; undefined where the receipt does not say. */
  dataFee: bigint | undefined;
  logs: readonly Log[];
};

const hex = z.string().refine((text): text is Hex => isHex(text), "is no hexadecimal number");
const address = z
  .string()
  .refine((text) => isAddress(text, { strict: false }), "is no address")
  .transform((text) => getAddress(text));
const quantity = z.union([hex, z.int().nonnegative()]).transform((value) => BigInt(value === "0x" ? 0 : value));
const maybe = quantity.nullish().transform((value) => value ?? undefined);

const log = z.object({ logIndex: quantity, address, topics: z.array(hex).max(4), data: hex });

const shape = z.object({
  transactionHash: z.string().refine((text): text is Hex => isHash(text), "is no transaction hash"),
  from: address,
  to: address.nullish(),
  status: maybe,
  gasUsed: quantity,
  effectiveGasPrice: maybe,
  gasPrice: maybe,
  l1Fee: maybe,
  blobGasUsed: maybe,
  blobGasPrice: maybe,
  logs: z.array(log),
});

/**
 * A receipt as `eth_getTransactionReceipt` gives it, alone or as an answer's `result`.
 * Throws a Refusal that names what is missing or misshapen.
 */
export function readReceipt(given: unknown): Receipt {
  const inner = typeof given === "object" && given !== null && "result" in given ? given.result : given;
  const parsed = shape.safeParse(inner);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0] as { path: PropertyKey[]; message: string };
    throw new Refusal(`This is no receipt of a transaction: ${path.join(".") || "the whole"}: ${message}.`);
  }
  const { transactionHash, from, to, status, gasUsed, logs, l1Fee: dataFee, ...fees } = parsed.data;
  const price = fees.effectiveGasPrice ?? fees.gasPrice ?? 0n;
  const blobs = (fees.blobGasUsed ?? 0n) * (fees.blobGasPrice ?? 0n);
  return {
    hash: transactionHash.toLowerCase() as Hex,
    ...{ from, to: to ?? undefined, reverted: status === 0n, dataFee },
    fee: gasUsed * price + (dataFee ?? 0n) + blobs,
    logs: logs
      .map(({ logIndex, ...rest }) => ({ index: Number(logIndex), ...rest }))
      .sort((left, right) => left.index - right.index),
  };
}
