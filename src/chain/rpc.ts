import { createHttpPost, type HttpAnswer, type PostOptions } from "./http-post.ts";
import { ProviderFailure } from "./provider-failure.ts";
import { sealBody } from "./sealed-body.ts";

/** One JSON-RPC request. */
export type RpcRequest = { method: string; params: readonly unknown[] };

/** What a node answered to one request: a result, or its refusal. */
export type RpcAnswer = { result: unknown } | { refused: { code: number; message: string; data: unknown } };

/** Answers of which the first are read only when somebody wants them. */
export type SealedAnswers = {
  /** As what the fixed ones were sent; undefined where they could not be told from the others. */
  bytes: Buffer | undefined;
  /** Whether that is byte for byte what was known. */
  isKnown: boolean;
  /** Throws ProviderFailure when they are not there. */
  fixed: () => readonly RpcAnswer[];
  moving: readonly RpcAnswer[];
};

/** Speaks JSON-RPC to one URL. Tries once: whether to try again is for whoever knows the other providers. */
export type Rpc = {
  /** Sends requests as one batch and gives the answers in their order; throws ProviderFailure when there are none. */
  ask: (requests: readonly RpcRequest[], options?: PostOptions) => Promise<RpcAnswer[]>;
  /** The same for requests of which the first so many are answered alike whenever they are asked again. */
  askSealed: (requests: readonly RpcRequest[], fixed: number, options?: PostOptions) => Promise<SealedAnswers>;
};

type Scrub = (text: string) => string;
type Body = { id?: unknown; result?: unknown; error?: { code?: unknown; message?: unknown; data?: unknown } };

const LONGEST_MESSAGE = 160;

/** Opens a way to speak to a URL. */
export function createRpc(url: string, timeoutMs: number): Rpc {
  const post = createHttpPost(url, timeoutMs);
  const scrub = scrubber(url);
  const ask: Rpc["ask"] = async (requests, options) => {
    if (requests.length === 0) return [];
    return readWhole(await post(write(requests), options), idsUpTo(requests.length), scrub);
  };
  return {
    ask,
    askSealed: async (requests, fixed, options) => {
      const answer = await post(write(requests), options);
      const ids = idsUpTo(requests.length);
      const sealed = answer.status === 200 ? sealBody(answer, fixed, requests.length, options?.known) : undefined;
      if (sealed === undefined) {
        const body = answer.isKnown ? Buffer.concat([options?.known ?? Buffer.of(), answer.body]) : answer.body;
        const answers = readWhole({ ...answer, body }, ids, scrub);
        return { bytes: undefined, isKnown: false, fixed: () => answers.slice(0, fixed), moving: answers.slice(fixed) };
      }
      const { bytes, isKnown, head, tail } = sealed;
      const moving = inOrder(ids.slice(fixed), tail, scrub);
      return { bytes, isKnown, fixed: () => inOrder(ids.slice(0, fixed), parse(head()), scrub), moving };
    },
  };
}

function write(requests: readonly RpcRequest[]): string {
  const bodies = requests.map(({ method, params }, id) => ({ jsonrpc: "2.0", id, method, params }));
  return JSON.stringify(bodies.length === 1 ? bodies[0] : bodies);
}

function idsUpTo(count: number): number[] {
  return Array.from({ length: count }, (_, id) => id);
}

/** Some nodes give a refusal the status of a bad request; that is an answer all the same. */
function readWhole({ status, retryAfter, body }: HttpAnswer, ids: readonly number[], scrub: Scrub): RpcAnswer[] {
  if (status >= 200 && status < 300) return inOrder(ids, parse(body.toString()), scrub);
  const refusal = isFailure(status) ? undefined : refusalIn(body);
  if (refusal) return ids.map(() => ({ refused: refusalOf(refusal, scrub) }));
  throw new ProviderFailure(status === 413 ? "unfit" : "down", `answered with HTTP status ${status}`, {
    status,
    broken: status >= 500,
    throttled: status === 429,
    retryAfter,
  });
}

function isFailure(status: number): boolean {
  return status === 401 || status === 403 || status === 429 || status >= 500;
}

function refusalIn(body: Buffer): NonNullable<Body["error"]> | undefined {
  try {
    const answer = JSON.parse(body.toString()) as Body | Body[] | null;
    const error = (Array.isArray(answer) && answer.length === 1 ? answer[0] : (answer as Body | null))?.error;
    return typeof error?.code === "number" && typeof error.message === "string" ? error : undefined;
  } catch {
    return undefined;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProviderFailure("down", "answered with something that is not JSON-RPC");
  }
}

function inOrder(ids: readonly number[], answer: unknown, scrub: Scrub): RpcAnswer[] {
  const list = (Array.isArray(answer) ? answer : [answer]) as (Body | null)[];
  const byId = new Map(list.map((body) => [body?.id, body]));
  // A node that refuses a whole batch answers once, for all and without an id; a result without its id belongs to nothing.
  const [first] = list;
  const forAll = list.length === 1 && first?.error ? first : undefined;
  return ids.map((id, index) => {
    const refusal = list[index]?.error ? list[index] : forAll;
    const body = byId.get(id) ?? (ids.length === 1 ? first : refusal);
    if (body && typeof body === "object" && body.error) return { refused: refusalOf(body.error, scrub) };
    if (body && typeof body === "object" && "result" in body) return { result: body.result };
    throw new ProviderFailure("down", "answered with something that is not JSON-RPC");
  });
}

function refusalOf(error: NonNullable<Body["error"]>, scrub: Scrub) {
  return { code: Number(error.code ?? 0), message: scrub(String(error.message ?? "")), data: error.data };
}

/** Takes everything out of a node's message that its URL is made of, because keys stand there and nodes repeat them. */
function scrubber(url: string): Scrub {
  const { host, username, password, pathname, searchParams } = new URL(url);
  const parts = [url, host, username, password, ...pathname.split("/"), ...searchParams.values()];
  const secrets = parts.filter((part) => part.length >= 6).sort((a, b) => b.length - a.length);
  return (text) =>
    secrets
      .reduce((scrubbed, secret) => scrubbed.replaceAll(secret, "…"), text)
      .replace(/\w+:\/\/\S+/g, "…")
      .slice(0, LONGEST_MESSAGE);
}
