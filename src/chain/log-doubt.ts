import { headerRequest, parseHeader } from "./blocks.ts";
import { createBloomTest } from "./bloom.ts";
import type { Block } from "./chain.ts";
import { checkLogs } from "./log-check.ts";
import { type Chunk, type ChunkRange, logsRequest } from "./log-chunk.ts";
import { type Provider, payloadOf } from "./provider.ts";
import { ProviderFailure } from "./provider-failure.ts";
import type { RpcRequest } from "./rpc.ts";

/** As many headers as one batch carries beside its own three questions; ranges up to this are looked through whole. */
const WHOLE = 97n;
/** Of a longer range that many headers are looked at, spread over it, and its end. */
const SAMPLE = 16n;

/**
 * Looks for logs that an answer left out, where no second provider can be asked: blocks that gave none although their
 * header's bloom says they may hold some are asked for alone. One log left out of several in a block is not seen this way.
 */
export async function doubtSilence(provider: Provider, range: ChunkRange, chunk: Chunk): Promise<void> {
  const { filter, from } = range;
  const telling = new Set(chunk.logs.map(({ blockNumber }) => blockNumber));
  const silent = sample(from, chunk.end).filter((number) => !telling.has(number));
  const headers = await askUnder(provider, range, chunk.end, silent.map(headerRequest));
  const mayHold = createBloomTest(filter);
  const doubted = silent.filter((number, index) => mayHold(parseHeader(payloadOf(headers[index]), number).bloom));
  const alone = doubted.map((number) => logsRequest({ filter, from: number, to: number }));
  const answers = await askUnder(provider, range, chunk.end, alone);
  doubted.forEach((number, index) => {
    const left = checkLogs(payloadOf(answers[index]), filter, number, number);
    if (left.length > 0) throw new ProviderFailure("unfit", `left out the logs of block ${number}`);
  });
}

/** Asks in one batch, which also shows that whoever answers it has the end that the answer was for. */
async function askUnder(provider: Provider, { rule }: ChunkRange, end: Block, requests: readonly RpcRequest[]) {
  if (requests.length === 0) return [];
  const [header, ...answers] = await rule.under(provider, end.number, [headerRequest(end.number), ...requests]);
  if (parseHeader(payloadOf(header), end.number).hash === end.hash) return answers;
  throw new ProviderFailure("unfit", `has another block at height ${end.number}`);
}

/** The blocks to look at; which ones follows from the end's hash, so that no pattern of the chain's can hide behind the step. */
function sample(from: bigint, { number: to, hash }: Chunk["end"]): bigint[] {
  const length = to - from + 1n;
  if (length <= WHOLE) return Array.from({ length: Number(length) }, (_, index) => from + BigInt(index));
  const step = length / SAMPLE;
  const first = from + (BigInt(hash) % step);
  const spread = Array.from({ length: Number(SAMPLE) }, (_, index) => first + BigInt(index) * step);
  return [...new Set([...spread, to])];
}
