import type { Log } from "../log.ts";
import type { ProviderRequests } from "./chain.ts";
import type { PostOptions } from "./http-post.ts";
import { createPace, type Pace } from "./pace.ts";
import { ProviderFailure } from "./provider-failure.ts";
import { createRpc, type Rpc, type RpcAnswer, type RpcRequest, type SealedAnswers } from "./rpc.ts";

/** One RPC URL of a chain, known by its place in the order of preference; its URL never leaves this file. */
export type Provider = {
  label: string;
  /** The result of one request; throws ProviderFailure when there is none. */
  ask: (method: string, ...params: readonly unknown[]) => Promise<unknown>;
  /** Answers to many requests, in their order. */
  askAll: (requests: readonly RpcRequest[]) => Promise<RpcAnswer[]>;
  /** Answers to one batch, of whose requests the first so many are answered alike whenever they are asked again. */
  askSealed: (requests: readonly RpcRequest[], fixed: number, options?: PostOptions) => Promise<SealedAnswers>;
  /** For requests that others like them may go beside. */
  pace: Pace;
  /** Makes sure, once, that it serves the chain it is meant to. */
  check: () => Promise<void>;
  /** A request that goes with others, and what its answer must be: behind the same URL there may be another node by then. */
  identify: RpcRequest;
  assertIdentity: (answer: RpcAnswer | undefined) => void;
  /** Milliseconds for which it is better left alone; Infinity for good. */
  restMs: () => number;
  /** Notes how it went, and says a change of its state in the log. */
  noteSuccess: () => void;
  noteFailure: (failure: ProviderFailure) => void;
  /** What it was asked since the start. */
  requests: () => ProviderRequests;
};

const IDENTIFY: RpcRequest = { method: "eth_chainId", params: [] };
const BATCH = 100;
const SHORTEST_REST_MS = 1_000;
const LONGEST_REST_MS = 60_000;
const BATCH_REFUSED = /batch/i;

/** Opens a way to speak JSON-RPC to a URL. */
export type Connect = (url: string, timeoutMs: number) => Rpc;

/** Wraps a URL into a provider of the chain: one try per request, a growing rest after each failure. */
export function createProvider(
  options: { url: string; label: string; chain: { id: number; name: string }; timeoutMs: number; connect?: Connect },
  log: Log,
): Provider {
  const { connect = createRpc } = options;
  const { rpc, requests } = counted(options.label, connect(options.url, options.timeoutMs));
  const health = createHealth(options, log);
  const assertIdentity = (answer: RpcAnswer | undefined) => {
    const found = Number(payloadOf(answer));
    if (found !== options.chain.id)
      throw new ProviderFailure("wrong", `serves chain ${found}, not ${options.chain.id}`);
  };
  let checked: Promise<void> | undefined;
  const check = async () => assertIdentity((await rpc.ask([IDENTIFY]))[0]);
  return {
    label: options.label,
    requests,
    identify: IDENTIFY,
    assertIdentity,
    pace: createPace(),
    ask: async (method, ...params) => payloadOf((await rpc.ask([{ method, params }]))[0]),
    askAll: async (requests) => {
      const answers: RpcAnswer[] = [];
      for (let at = 0; at < requests.length; at += BATCH)
        answers.push(...(await askBatch(rpc, requests.slice(at, at + BATCH))));
      return answers;
    },
    askSealed: (requests, fixed, batch) => askSealed(rpc, requests, fixed, batch),
    check: () => {
      // Those who ask at once wait for one answer; after none, whoever comes next asks again.
      checked ??= check().catch((error: unknown) => {
        checked = undefined;
        throw error;
      });
      return checked;
    },
    restMs: health.restMs,
    noteSuccess: health.noteSuccess,
    noteFailure: (failure) => {
      // Another node may stand behind the same URL when it is back.
      if (failure.kind === "down") checked = undefined;
      health.noteFailure(failure);
    },
  };
}

/** Counts what goes through, answered or not. */
function counted(provider: string, rpc: Rpc): { rpc: Rpc; requests: () => ProviderRequests } {
  const count = { calls: 0, httpRequests: 0, failed: 0 };
  const counting = async <T>(calls: number, answer: () => Promise<T>): Promise<T> => {
    count.calls += calls;
    count.httpRequests += 1;
    try {
      return await answer();
    } catch (error) {
      if (error instanceof ProviderFailure) count.failed += 1;
      throw error;
    }
  };
  return {
    requests: () => ({ provider, ...count }),
    rpc: {
      ask: (requests, options) => counting(requests.length, () => rpc.ask(requests, options)),
      askSealed: (requests, fixed, options) => counting(requests.length, () => rpc.askSealed(requests, fixed, options)),
    },
  };
}

/** The result of an answer; a refusal becomes a ProviderFailure that carries its code and data. */
export function payloadOf(answer: RpcAnswer | undefined): unknown {
  if (!answer) throw new ProviderFailure("down", "did not answer");
  if ("result" in answer) return answer.result;
  const { code, message, data } = answer.refused;
  return refuse(code, message, data);
}

function refuse(code: number, message: string, data: unknown): never {
  const throttled = /rate limit|too many requests|throttl|per second|capacity/i.test(message);
  const kind = throttled ? "down" : "unfit";
  throw new ProviderFailure(kind, `refused: ${message} (${code})`, { code, data, throttled });
}

async function askBatch(rpc: Rpc, requests: readonly RpcRequest[]): Promise<RpcAnswer[]> {
  const answers = await rpc.ask(requests);
  return isUnwilling(answers) ? askEach(rpc, requests) : answers;
}

async function askSealed(rpc: Rpc, requests: readonly RpcRequest[], fixed: number, options?: PostOptions) {
  const sealed = await rpc.askSealed(requests, fixed, options);
  if (!isUnwilling(sealed.moving) || !isUnwilling(sealed.fixed())) return sealed;
  const answers = await askEach(rpc, requests, options);
  return { bytes: undefined, isKnown: false, fixed: () => answers.slice(0, fixed), moving: answers.slice(fixed) };
}

/** Whether a batch was refused because it was one. */
function isUnwilling(answers: readonly RpcAnswer[]): boolean {
  if (answers.length <= 1) return false;
  return answers.every(
    (answer) => "refused" in answer && (answer.refused.code === -32600 || BATCH_REFUSED.test(answer.refused.message)),
  );
}

async function askEach(rpc: Rpc, requests: readonly RpcRequest[], options?: PostOptions): Promise<RpcAnswer[]> {
  const answers: RpcAnswer[] = [];
  for (const request of requests) answers.push(...(await rpc.ask([request], options)));
  return answers;
}

function createHealth({ label, chain }: { label: string; chain: { id: number; name: string } }, log: Log) {
  let failures = 0;
  let restUntil = 0;
  let refused = false;
  // How long to leave a node alone is no fact of the house, so that it goes by the machine's own monotonic clock.
  const nowMs = () => performance.now();
  return {
    restMs: () => (refused ? Number.POSITIVE_INFINITY : Math.max(0, restUntil - nowMs())),
    noteSuccess: () => {
      if (failures > 0) log.info(`${label} of ${chain.name} answers again`, { chain: chain.id });
      failures = 0;
      restUntil = 0;
    },
    noteFailure: (failure: ProviderFailure) => {
      if (failure.kind === "unfit") return;
      if (failure.kind === "wrong") {
        if (!refused) log.error(`${label} of ${chain.name} ${failure.message}, and is not used`, { chain: chain.id });
        refused = true;
        return;
      }
      // Of several requests that fail together the first one counts.
      if (restUntil > nowMs() && failure.retryAfter === undefined) return;
      if (failures === 0) log.warn(`${label} of ${chain.name} ${failure.message}`, { chain: chain.id });
      const restMs =
        failure.retryAfter === undefined ? SHORTEST_REST_MS * 2 ** Math.min(failures, 6) : failure.retryAfter * 1_000;
      failures += 1;
      restUntil = nowMs() + Math.min(restMs, LONGEST_REST_MS);
    },
  };
}
