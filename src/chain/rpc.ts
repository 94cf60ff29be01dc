import { HttpRequestError, ResponseBodyTooLargeError, RpcRequestError, TimeoutError } from "viem";
import { getHttpRpcClient } from "viem/utils";
import { ProviderFailure } from "./provider-failure.ts";

/** One JSON-RPC request. */
export type RpcRequest = { method: string; params: readonly unknown[] };

/** What a node answered to one request: a result, or its refusal. */
export type RpcAnswer = { result: unknown } | { refused: { code: number; message: string; data: unknown } };

/** Sends requests as one batch and gives the answers in their order; throws ProviderFailure when there are none. */
export type Rpc = (requests: readonly RpcRequest[]) => Promise<RpcAnswer[]>;

type Body = { id?: unknown; result?: unknown; error?: { code?: unknown; message?: unknown; data?: unknown } };

const LONGEST_MESSAGE = 160;

/** Speaks JSON-RPC to one URL. Tries once: whether to try again is for whoever knows the other providers. */
export function createRpc(url: string, timeoutMs: number): Rpc {
  // Ranges are chunked by us, and a cap would turn a large answer into an error that looks like the provider's.
  const client = getHttpRpcClient(url, { timeout: timeoutMs, maxResponseBodySize: false });
  const scrub = scrubber(url);
  return async (requests) => {
    const bodies = requests.map((request, id) => ({ id, method: request.method, params: request.params }));
    const [only] = bodies;
    if (!only) return [];
    try {
      const answer: unknown = await client.request({ body: bodies.length === 1 ? only : bodies });
      return inOrder(requests.length, answer, scrub);
    } catch (error) {
      const refusal = refusedWhole(error, scrub);
      if (refusal) return requests.map(() => refusal);
      throw toFailure(error);
    }
  };
}

function inOrder(count: number, answer: unknown, scrub: (text: string) => string): RpcAnswer[] {
  const list = (Array.isArray(answer) ? answer : [answer]) as (Body | null)[];
  const byId = new Map(list.map((body) => [body?.id, body]));
  return Array.from({ length: count }, (_, id) => {
    // A node that refuses a whole batch answers once, for all and without an id; a result without its id belongs to nothing.
    const refusal = list[id]?.error ? list[id] : undefined;
    const body = byId.get(id) ?? (count === 1 ? list[0] : refusal);
    if (body && typeof body === "object" && body.error) return { refused: refusalOf(body.error, scrub) };
    if (body && typeof body === "object" && "result" in body) return { result: body.result };
    throw new ProviderFailure("down", "answered with something that is not JSON-RPC");
  });
}

function refusalOf(error: NonNullable<Body["error"]>, scrub: (text: string) => string) {
  return { code: Number(error.code ?? 0), message: scrub(String(error.message ?? "")), data: error.data };
}

/** Some nodes give a refusal the status of a bad request; that is an answer all the same. */
function refusedWhole(error: unknown, scrub: (text: string) => string): RpcAnswer | undefined {
  if (!(error instanceof RpcRequestError)) return undefined;
  const status = error.status ?? 200;
  if (status === 401 || status === 403 || status === 429 || status >= 500) return undefined;
  return { refused: { code: error.code, message: scrub(error.details), data: error.data } };
}

function toFailure(error: unknown): ProviderFailure {
  if (error instanceof ProviderFailure) return error;
  if (error instanceof TimeoutError) return new ProviderFailure("down", "did not answer in time", { timedOut: true });
  if (error instanceof ResponseBodyTooLargeError) return new ProviderFailure("unfit", "answered with too much");
  if (error instanceof HttpRequestError || error instanceof RpcRequestError) {
    const { status } = error;
    // The library wraps an answer it cannot parse as if there had been none.
    if (error.cause instanceof SyntaxError)
      return new ProviderFailure("down", "answered with something that is not JSON-RPC");
    if (status === undefined) return new ProviderFailure("down", "could not be reached", { broken: true });
    const retryAfter = Number(error.headers?.get("retry-after") ?? Number.NaN);
    return new ProviderFailure(status === 413 ? "unfit" : "down", `answered with HTTP status ${status}`, {
      status,
      broken: status >= 500,
      ...(Number.isFinite(retryAfter) ? { retryAfter } : {}),
    });
  }
  return new ProviderFailure("down", "answered with something that is not JSON-RPC");
}

/** Takes everything out of a node's message that its URL is made of, because keys stand there and nodes repeat them. */
function scrubber(url: string): (text: string) => string {
  const { host, username, password, pathname, searchParams } = new URL(url);
  const parts = [url, host, username, password, ...pathname.split("/"), ...searchParams.values()];
  const secrets = parts.filter((part) => part.length >= 6).sort((a, b) => b.length - a.length);
  return (text) =>
    secrets
      .reduce((scrubbed, secret) => scrubbed.replaceAll(secret, "…"), text)
      .replace(/\w+:\/\/\S+/g, "…")
      .slice(0, LONGEST_MESSAGE);
}
