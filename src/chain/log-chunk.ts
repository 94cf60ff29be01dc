import { numberToHex } from "viem";
import { headerRequest, parseBlock } from "./blocks.ts";
import type { Block, LogFilter } from "./chain.ts";
import type { FinalRule } from "./final-rule.ts";
import { checkLogs, type UncheckedLog } from "./log-check.ts";
import type { LogRange } from "./log-range.ts";
import { type Provider, payloadOf } from "./provider.ts";
import { ProviderFailure } from "./provider-failure.ts";
import type { RpcRequest } from "./rpc.ts";

/** Logs of a range as one provider has them, and the block it ends with. */
export type Chunk = { end: Block; logs: readonly UncheckedLog[] };

/** Which logs of which blocks are asked for, of nodes for which those are final. */
export type ChunkRange = { rule: FinalRule; filter: LogFilter; from: bigint; to: bigint };

/** What nodes say when a range holds too much, in the words of the larger ones; a rate limit is none of these. */
const TOO_MUCH =
  /block range|range (is )?too|too (large|wide|many (blocks|results|logs))|more than \d+|limited to|max(imum)? (block|results|range)|response size|exceed|up to a? ?\d+/i;

/** Reads from the range's beginning as far as one request reaches, which is asked for less until the provider accepts it. */
export async function readChunk(provider: Provider, range: LogRange, wanted: ChunkRange): Promise<Chunk> {
  const { from, to } = wanted;
  for (;;) {
    const span = range.span();
    const end = from + span - 1n < to ? from + span - 1n : to;
    try {
      const chunk = await readChecked(provider, { ...wanted, to: end });
      // A range cut short by its end says nothing about what the provider would accept.
      if (end - from + 1n === span) range.accepted();
      return chunk;
    } catch (error) {
      // Too slow may mean too much; the next provider is asked first, and this one for less the next time.
      if (error instanceof ProviderFailure && error.timedOut) range.refused();
      if (!isTooMuch(error) || from === end) throw error;
      // Halve from what was asked for, or a short rest would be asked again and again.
      while (range.span() > end - from + 1n) range.refused();
      range.refused();
    }
  }
}

/** Reads the whole range, in as many requests as the provider needs for it. */
export async function readRange(provider: Provider, range: LogRange, wanted: ChunkRange): Promise<Chunk> {
  let chunk = await readChunk(provider, range, wanted);
  while (chunk.end.number < wanted.to) {
    const next = await readChunk(provider, range, { ...wanted, from: chunk.end.number + 1n });
    chunk = { end: next.end, logs: [...chunk.logs, ...next.logs] };
  }
  return chunk;
}

/** Whether two providers gave the same logs up to the same block. */
export function isSameChunk(one: Chunk, other: Chunk): boolean {
  if (one.end.hash !== other.end.hash || one.logs.length !== other.logs.length) return false;
  return one.logs.every((log, index) => isSameLog(log, other.logs[index] as UncheckedLog));
}

function isSameLog(one: UncheckedLog, other: UncheckedLog): boolean {
  // Not every node gives a time with a log.
  const sameTime = one.timestamp === undefined || other.timestamp === undefined || one.timestamp === other.timestamp;
  return sameTime && contentOf(one) === contentOf(other);
}

function contentOf({ blockHash, logIndex, transactionHash, transactionIndex, address, topics, data }: UncheckedLog) {
  return [blockHash, logIndex, transactionHash, transactionIndex, address, ...topics, data].join();
}

/** A request for logs. */
export function logsRequest({ filter, from, to }: Omit<ChunkRange, "rule">): RpcRequest {
  const { addresses, topics, indexed = [] } = filter;
  const wanted = [topics, ...indexed.map((narrowed) => narrowed ?? null)];
  const range = { address: addresses, topics: wanted, fromBlock: numberToHex(from), toBlock: numberToHex(to) };
  return { method: "eth_getLogs", params: [range] };
}

/**
 * One batch, which one node behind the URL answers: is it still this chain, is the end of the range final for it, and the same
 * block before and after? A node that does not have it yet answers with too few logs, one that changes its mind meanwhile with
 * a mixture.
 */
async function readChecked(provider: Provider, range: ChunkRange): Promise<Chunk> {
  const header = headerRequest(range.to);
  const [first, body, second] = await range.rule.under(provider, range.to, [header, logsRequest(range), header]);
  const end = parseBlock(payloadOf(first), range.to);
  const logs = checkLogs(payloadOf(body), range.filter, range.from, range.to);
  const after = parseBlock(payloadOf(second), range.to);
  const last = logs.at(-1);
  if (after.hash !== end.hash || (last?.blockNumber === range.to && last.blockHash !== end.hash)) {
    throw new ProviderFailure("unfit", `changed block ${range.to} while its logs were read`);
  }
  return { end, logs };
}

function isTooMuch(error: unknown): boolean {
  if (!(error instanceof ProviderFailure)) return false;
  if (error.status === 413 || error.code === -32005) return error.kind !== "down";
  return error.kind === "unfit" && TOO_MUCH.test(error.message);
}
