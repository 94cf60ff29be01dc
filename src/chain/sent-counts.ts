import { type Address, isHex, numberToHex } from "viem";
import { headerRequest, parseBlock } from "./blocks.ts";
import type { Block } from "./chain.ts";
import { type Provider, payloadOf } from "./provider.ts";
import { ProviderFailure } from "./provider-failure.ts";

/** How many transactions an account has sent up to each of some blocks; undefined for one with code, whose count is of other things. */
export type SentCounts = readonly number[] | undefined;

/** Counts of accounts as this provider has them, in one batch; throws ProviderFailure where it lacks a block's state, or has another block there. */
export async function askSentCounts(
  provider: Provider,
  accounts: readonly Address[],
  blocks: readonly Pick<Block, "number" | "hash">[],
): Promise<SentCounts[]> {
  const heights = blocks.map(({ number }) => numberToHex(number));
  const newest = heights.at(-1);
  const answers = await provider.askAll([
    ...blocks.map(({ number }) => headerRequest(number)),
    ...accounts.map((account) => ({ method: "eth_getCode", params: [account, newest] })),
    ...accounts.flatMap((account) =>
      heights.map((height) => ({ method: "eth_getTransactionCount", params: [account, height] })),
    ),
  ]);
  const found = answers.map(payloadOf);
  blocks.forEach(({ number, hash }, index) => {
    if (parseBlock(found[index], number).hash !== hash)
      throw new ProviderFailure("unfit", `has another block at height ${number}`);
  });
  const counts = found.slice(blocks.length + accounts.length).map(countIn);
  return accounts.map((_, index) => {
    if (found[blocks.length + index] !== "0x") return undefined;
    return counts.slice(index * blocks.length, (index + 1) * blocks.length);
  });
}

function countIn(payload: unknown): number {
  if (isHex(payload) && payload !== "0x") return Number(payload);
  throw new ProviderFailure("unfit", "answered with something that is no count of transactions");
}
