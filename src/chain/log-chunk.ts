import { numberToHex } from "viem";
import { headerRequest, parseBlock } from "./blocks.ts";
import type { Block, LogFilter } from "./chain.ts";
import type { FinalRule } from "./final-rule.ts";
import type { UncheckedLog } from "./log-check.ts";
import { byPlace, type LogCheck } from "./log-check.ts";
import { logsOfReceipts, receiptsRequest } from "./log-receipts.ts";
import { tooMuch } from "./log-refusal.ts";
import { type Provider, payloadOf } from "./provider.ts";
import { ProviderFailure } from "./provider-failure.ts";
import type { RpcAnswer, RpcRequest } from "./rpc.ts";

/** Logs of a range as one provider has them, the block it ends with, and the later block whose history that is of. */
export type Chunk = {
  end: Block;
  top: Block;
  /** What fits any of the filters, in chain order, each log once. */
  logs: readonly UncheckedLog[];
  /** What fits each filter. */
  lists: readonly (readonly UncheckedLog[])[];
  /** As what all of it was sent, where that can be compared. */
  bytes: Buffer | undefined;
};

/** A filter, and the check of what is answered to it. */
export type Sought = { filter: LogFilter; check: LogCheck };

/** A last block, or its height where its hash is not known yet. */
export type Top = Block | (Pick<Block, "number"> & { hash?: undefined });

/** Which logs of which blocks are asked for, of nodes for which those are final and stand in the history of `top`. */
export type ChunkRange = {
  rule: FinalRule;
  sought: readonly Sought[];
  from: bigint;
  to: bigint;
  top: Top;
  signal?: AbortSignal | undefined;
};

/** More is refused before it is in memory, except of one block, of which there is no less. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * One batch, which one node behind the URL answers: is it still this chain, is the end of the range final for it, the same block
 * before and after, and in the history of the last one? A node that does not have it yet answers with too few logs, one that
 * changes its mind meanwhile with a mixture. What is fixed comes first, so that where it is sent byte for byte as `known` was,
 * it is that and is not read again; `besides` asks for more.
 */
export async function readChunk(
  provider: Provider,
  range: ChunkRange,
  { known, besides = [] }: { known?: Chunk | undefined; besides?: readonly RpcRequest[] } = {},
): Promise<{ chunk: Chunk; besides: readonly RpcAnswer[] }> {
  const ask = async (isOfReceipts: boolean) => {
    const fixed = requestsOf(range, isOfReceipts);
    const mostBytes = range.from === range.to ? undefined : MOST_BYTES;
    const options = { signal: range.signal, mostBytes, known: known?.bytes };
    const answer = await provider.pace.run(
      () => range.rule.sealedUnder(provider, range.to, { fixed, besides }, options),
      range.signal,
    );
    if (known !== undefined && answer.isKnown) return { chunk: known, besides: answer.besides };
    const chunk = parseChunk(range, answer.fixed(), isOfReceipts);
    return { chunk: { ...chunk, bytes: answer.bytes }, besides: answer.besides };
  };
  try {
    return await ask(false);
  } catch (error) {
    // Of one block's logs there is no less to ask for; its receipts hold them too.
    if (range.from === range.to && tooMuch(error) !== undefined) return ask(true);
    throw error;
  }
}

function requestsOf(range: ChunkRange, isOfReceipts: boolean): RpcRequest[] {
  const { sought, from, to, top } = range;
  const header = headerRequest(to);
  const logs = isOfReceipts ? [receiptsRequest(to)] : sought.map(({ filter }) => logsRequest(filter, from, to));
  return [header, ...logs, header, ...(top.number === to ? [] : [headerRequest(top.number)])];
}

function parseChunk(range: ChunkRange, answers: readonly RpcAnswer[], isOfReceipts: boolean): Omit<Chunk, "bytes"> {
  const { sought, from, to, top } = range;
  const end = parseBlock(payloadOf(answers[0]), to);
  const lists = sought.map(({ filter, check }, index) => {
    const body = payloadOf(answers[isOfReceipts ? 1 : index + 1]);
    return check(isOfReceipts ? logsOfReceipts(body, filter) : body, from, to);
  });
  const after = parseBlock(payloadOf(answers[isOfReceipts ? 2 : sought.length + 1]), to);
  const logs = merge(lists);
  const last = logs.at(-1);
  if (after.hash !== end.hash || (last?.blockNumber === to && last.blockHash !== end.hash)) {
    throw new ProviderFailure("unfit", `changed block ${to} while its logs were read`);
  }
  const found = top.number === to ? end : parseBlock(payloadOf(answers.at(-1)), top.number);
  if (top.hash !== undefined && found.hash !== top.hash)
    throw new ProviderFailure("unfit", `has another block at height ${top.number}`);
  return { end, top: found, logs, lists };
}

/** A log that fits two filters is one log; a node that gives it twice has to give it alike. */
function merge(lists: readonly UncheckedLog[][]): UncheckedLog[] {
  const full = lists.filter(({ length }) => length > 0);
  const [only = []] = full;
  if (full.length <= 1) return only;
  const logs: UncheckedLog[] = [];
  for (const log of full.flat().sort(byPlace)) {
    const before = logs.at(-1);
    if (before === undefined || byPlace(before, log) !== 0) logs.push(log);
    else if (!isSameLog(before, log)) throw new ProviderFailure("unfit", "answered with two logs of one place");
  }
  return logs;
}

/** Whether two providers gave the same logs up to the same block, under the same last one. */
export function isSameChunk(one: Chunk, other: Chunk): boolean {
  if (one === other) return true;
  if (one.end.hash !== other.end.hash || one.top.hash !== other.top.hash) return false;
  if (one.logs.length !== other.logs.length) return false;
  return one.logs.every((log, index) => isSameLog(log, other.logs[index] as UncheckedLog));
}

function isSameLog(one: UncheckedLog, other: UncheckedLog): boolean {
  return (
    one.blockHash === other.blockHash &&
    one.logIndex === other.logIndex &&
    one.transactionHash === other.transactionHash &&
    one.transactionIndex === other.transactionIndex &&
    one.address === other.address &&
    one.data === other.data &&
    // Not every node gives a time with a log.
    (one.timestamp === undefined || other.timestamp === undefined || one.timestamp === other.timestamp) &&
    one.topics.length === other.topics.length &&
    one.topics.every((topic, index) => topic === other.topics[index])
  );
}

/** A request for the logs of a range that fit a filter. */
export function logsRequest({ addresses, topics, indexed = [] }: LogFilter, from: bigint, to: bigint): RpcRequest {
  const wanted = [topics, ...indexed.map((narrowed) => narrowed ?? null)];
  const range = { address: addresses, topics: wanted, fromBlock: numberToHex(from), toBlock: numberToHex(to) };
  return { method: "eth_getLogs", params: [range] };
}
