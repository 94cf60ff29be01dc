import { headerRequest, parseHeader } from "./blocks.ts";
import { createBloomTest } from "./bloom.ts";
import type { Block } from "./chain.ts";
import type { UncheckedLog } from "./log-check.ts";
import { type Chunk, type ChunkRange, logsRequest, readChunk } from "./log-chunk.ts";
import { type Provider, payloadOf } from "./provider.ts";
import { ProviderFailure } from "./provider-failure.ts";
import type { RpcAnswer } from "./rpc.ts";

/** As many headers as go beside a chunk's own questions; ranges up to this are looked through whole. */
const WHOLE = 90n;
/** Of a longer range that many headers are looked at, spread over it, and its end. */
const SAMPLE = 16n;

/**
 * Asks an only provider once more, and looks for logs that its answer left out, where no second provider can be asked: blocks
 * that gave none for a filter although their header's bloom says they may hold some are asked for alone. One log left out of
 * several in a block is not seen this way.
 */
export async function doubtChunk(provider: Provider, range: ChunkRange, chunk: Chunk, same: Same): Promise<void> {
  const looked = sample(range.from, chunk.end);
  const silences = range.sought.map((sought, index) => {
    const telling = blocksOf(chunk.lists[index] ?? []);
    return { ...sought, silent: new Set(looked.filter((number) => !telling.has(number))) };
  });
  const silent = looked.filter((number) => silences.some((one) => one.silent.has(number)));
  const again = await readChunk(provider, range, { known: chunk, besides: silent.map(headerRequest) });
  if (!same(chunk, again.chunk)) throw new ProviderFailure("unfit", "gave two answers to one question");
  const blooms = bloomsOf(silent, again.besides);
  const doubted = silences.flatMap(({ filter, check, silent: none }) => {
    const mayHold = createBloomTest(filter);
    return silent.flatMap((number) =>
      none.has(number) && mayHold(blooms.get(number)) ? [{ filter, check, number }] : [],
    );
  });
  const requests = doubted.map(({ filter, number }) => logsRequest(filter, number, number));
  const answers = await askUnder(provider, range, chunk.end, requests);
  for (const [index, { check, number }] of doubted.entries()) {
    const left = check(payloadOf(answers[index]), number, number);
    if (left.length > 0) throw new ProviderFailure("unfit", `left out the logs of block ${number}`);
  }
}

/** The blocks of logs in chain order; those of one block stand together, so that one look at each is enough. */
function blocksOf(logs: readonly UncheckedLog[]): ReadonlySet<bigint> {
  return new Set(
    logs.flatMap(({ blockNumber }, index) => (logs[index - 1]?.blockNumber === blockNumber ? [] : [blockNumber])),
  );
}

type Same = (one: Chunk, other: Chunk) => boolean;

function bloomsOf(numbers: readonly bigint[], answers: readonly RpcAnswer[]): Map<bigint, unknown> {
  return new Map(
    numbers.map((number, index) => [number, parseHeader(payloadOf(answers[index]), number).bloom] as const),
  );
}

/** Asks in one batch, which also shows that whoever answers it has the end that the answer was for. */
async function askUnder(
  provider: Provider,
  { rule, signal }: ChunkRange,
  end: Block,
  requests: readonly ReturnType<typeof logsRequest>[],
): Promise<readonly RpcAnswer[]> {
  if (requests.length === 0) return [];
  const ask = () =>
    rule.sealedUnder(provider, end.number, { fixed: [headerRequest(end.number), ...requests] }, { signal });
  const [header, ...answers] = (await provider.pace.run(ask, signal)).fixed();
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
