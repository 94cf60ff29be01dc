import { createBodyParts } from "./body-parts.ts";
import { ProviderFailure } from "./provider-failure.ts";

/** What is wanted of one request beside its answer. */
export type PostOptions = {
  /** Ends it early; what it was aborted with is thrown. */
  signal?: AbortSignal | undefined;
  /** More bytes than that are not taken. */
  mostBytes?: number | undefined;
  /** A body that begins with just these bytes is given without them. */
  known?: Buffer | undefined;
};

/** A body as bytes, whatever its status; where it begins with what was `known`, only the rest. */
export type HttpAnswer = { status: number; retryAfter: number | undefined; body: Buffer; isKnown: boolean };

/** Posts JSON to one URL; throws ProviderFailure when no whole answer comes in time. */
export type HttpPost = (json: string, options?: PostOptions) => Promise<HttpAnswer>;

/** Makes the way to post to a URL. Bodies stay bytes, because of many only a digest is ever needed. */
export function createHttpPost(url: string, timeoutMs: number): HttpPost {
  const { target, headers } = endpointOf(url);
  return async (json, { signal, ...taken } = {}) => {
    signal?.throwIfAborted();
    const abort = new AbortController();
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      abort.abort();
    }, timeoutMs);
    const follow = () => abort.abort();
    signal?.addEventListener("abort", follow);
    try {
      const response = await fetch(target, { method: "POST", headers, body: json, signal: abort.signal });
      return { status: response.status, retryAfter: retryAfterOf(response), ...(await readBody(response, taken)) };
    } catch (error) {
      signal?.throwIfAborted();
      if (timedOut) throw new ProviderFailure("down", "did not answer in time", { timedOut: true });
      if (error instanceof ProviderFailure) throw error;
      throw new ProviderFailure("down", "could not be reached", { broken: true });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", follow);
    }
  };
}

/** A URL's user and password go into a header, because fetch takes none in a URL. */
function endpointOf(url: string) {
  const target = new URL(url);
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (target.username !== "" || target.password !== "") {
    const credentials = `${decodeURIComponent(target.username)}:${decodeURIComponent(target.password)}`;
    headers["authorization"] = `Basic ${Buffer.from(credentials).toString("base64")}`;
    target.username = "";
    target.password = "";
  }
  return { target: target.toString(), headers };
}

async function readBody(response: Response, { mostBytes = Number.POSITIVE_INFINITY, known }: PostOptions) {
  const parts = createBodyParts(known);
  const reader = response.body?.getReader();
  for (let read = await reader?.read(); read?.value !== undefined; read = await reader?.read()) {
    parts.add(read.value);
    if (parts.length() <= mostBytes) continue;
    await reader?.cancel();
    throw new ProviderFailure("unfit", "answered with too much");
  }
  return parts.whole();
}

function retryAfterOf({ headers }: Response): number | undefined {
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds : undefined;
}
