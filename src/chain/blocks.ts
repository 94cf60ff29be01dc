import { type Hex, isHash, isHex, numberToHex } from "viem";
import type { Block } from "./chain.ts";
import type { Pool } from "./failover.ts";
import type { Provider } from "./provider.ts";
import { payloadOf } from "./provider.ts";
import { ProviderFailure } from "./provider-failure.ts";
import type { RpcRequest } from "./rpc.ts";

const REMEMBERED = 2_000;

/** The header of a block at a tag or height, as this provider has it; throws ProviderFailure when it does not. */
export async function askBlock(provider: Provider, at: bigint | "latest" | "finalized"): Promise<Block> {
  const { method, params } = headerRequest(at);
  return parseBlock(await provider.ask(method, ...params), at);
}

/** The request for the header at a tag or height. */
export function headerRequest(at: bigint | "latest" | "finalized"): RpcRequest {
  return { method: "eth_getBlockByNumber", params: [typeof at === "bigint" ? numberToHex(at) : at, false] };
}

/** A block and what its header says of the logs in it. */
export type Header = Block & { bloom: unknown };

/** The headers of blocks by height, as one provider has them. */
export async function askBlocks(provider: Provider, numbers: readonly bigint[]): Promise<Map<bigint, Header>> {
  const answers = await provider.askAll(numbers.map(headerRequest));
  return new Map(numbers.map((number, index) => [number, parseHeader(payloadOf(answers[index]), number)]));
}

/** Remembers headers of final blocks, which never change; asks for the others. */
export type Blocks = {
  at: (number: bigint) => Promise<Block>;
  remember: (block: Block) => void;
  /** For a header that turned out to be one provider's alone. */
  forget: (number: bigint) => void;
};

/** Looks blocks up by height; only those `final` accepts are remembered. */
export function createBlocks(pool: Pool, final: (number: bigint) => boolean): Blocks {
  const known = new Map<bigint, Block>();
  const remember = (block: Block) => {
    if (!final(block.number)) return;
    known.set(block.number, block);
    const oldest = known.keys().next();
    if (known.size > REMEMBERED && !oldest.done) known.delete(oldest.value);
  };
  return {
    remember,
    forget: (number) => void known.delete(number),
    at: async (number) => {
      const block = known.get(number) ?? (await pool.use("a block", (provider) => askBlock(provider, number)));
      remember(block);
      return block;
    },
  };
}

/** Finds the newest block up to `last` that is not younger than a unix second; undefined when even the chain's first is younger. */
export type BlockSearch = (last: Block, timestamp: number) => Promise<Block | undefined>;

/** Searches by halving. What was found is remembered, because each hour asks again where the same days began. */
export function createBlockSearch(blocks: Blocks): BlockSearch {
  const found = new Map<number, Block>();
  return async (last, timestamp) => {
    if (last.timestamp <= timestamp) return last;
    const known = found.get(timestamp);
    if (known) return known;
    let low = await blocks.at(0n);
    let high = last;
    if (low.timestamp > timestamp) return undefined;
    while (high.number - low.number > 1n) {
      const middle = await blocks.at((low.number + high.number) / 2n);
      if (middle.timestamp <= timestamp) low = middle;
      else high = middle;
    }
    if (found.size >= REMEMBERED) found.clear();
    found.set(timestamp, low);
    return low;
  };
}

/** As parseHeader, without what is said of logs. */
export function parseBlock(body: unknown, at: bigint | string): Block {
  const { bloom: _, ...block } = parseHeader(body, at);
  return block;
}

/** Reads a node's answer for a header; throws ProviderFailure for none, or for another than was asked for. */
export function parseHeader(body: unknown, at: bigint | string): Header {
  if (body === null || body === undefined) throw new ProviderFailure("unfit", `does not have block ${at}`);
  const { number, hash, timestamp, logsBloom } = body as Record<string, unknown>;
  if (!isHex(number) || !isHash(String(hash)) || !isHex(timestamp)) {
    throw new ProviderFailure("unfit", `answered with something that is not a block`);
  }
  if (typeof at === "bigint" && BigInt(number) !== at)
    throw new ProviderFailure("unfit", `answered with another block than ${at}`);
  return { number: BigInt(number), hash: hash as Hex, timestamp: Number(timestamp), bloom: logsBloom };
}
