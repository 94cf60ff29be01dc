import { Refusal, Transient } from "../../errors.ts";
import { collect } from "./collect.ts";
import { isSafe, nameOf } from "./tree-place.ts";

const MAX_REDIRECTS = 3;

/** How far a fetch may go. */
export type FetchLimits = { hosts: readonly string[]; maxBytes: number; timeoutMs: number };

/**
 * The bytes behind an address. Transient where asking again may help (nothing there yet, no answer, no more time), Refusal where it
 * cannot (too large, a page for people, led elsewhere). Nothing said of it holds more of the address than host and file name.
 */
export async function fetchFile(url: URL, limits: FetchLimits): Promise<Uint8Array> {
  const signal = AbortSignal.timeout(limits.timeoutMs);
  try {
    const response = await follow(url, limits, signal);
    checkAnswer(response, url);
    return response.body === null ? new Uint8Array() : await collect(response.body, limits.maxBytes, nameOf(url));
  } catch (error) {
    if (error instanceof Refusal || error instanceof Transient) throw error;
    const { name, cause } = error as { name?: string; cause?: { code?: string } };
    if (name === "TimeoutError")
      throw new Transient(`${nameOf(url)} took longer than ${limits.timeoutMs / 1000} seconds.`);
    // The library's own words may hold the whole address, so only the code of what happened is kept.
    throw new Transient(`${nameOf(url)} cannot be reached.`, { context: { code: cause?.code ?? name } });
  }
}

async function follow(url: URL, { hosts }: FetchLimits, signal: AbortSignal): Promise<Response> {
  let at = url;
  for (let step = 0; step <= MAX_REDIRECTS; step++) {
    const response = await fetch(withoutCredentials(at), { redirect: "manual", signal, headers: headersFor(at) });
    const to = response.headers.get("location");
    if (response.status < 300 || response.status > 399 || to === null) return response;
    await response.body?.cancel();
    const next = URL.parse(to, at.href);
    if (next === null || !isSafe(next) || (next.host !== url.host && !hosts.includes(next.host)))
      throw new Refusal(`${nameOf(url)} leads on to ${next ? next.host : "no address"}, which is not allowed.`, {
        hint: "Allow that host in the config, or give the address that it leads to.",
      });
    at = next;
  }
  throw new Transient(`${nameOf(url)} leads on more than ${MAX_REDIRECTS} times.`);
}

/** fetch takes no credentials in an address; they go where they belong. */
function headersFor(url: URL): Record<string, string> {
  const accept = { accept: "application/json, */*;q=0.1" };
  if (url.username === "") return accept;
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return { ...accept, authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}

function withoutCredentials(url: URL): string {
  const without = new URL(url);
  without.username = "";
  without.password = "";
  return without.toString();
}

function checkAnswer(response: Response, url: URL): void {
  if (!response.ok) {
    const why =
      response.status === 404 || response.status === 410 ? "is not there (yet)" : `answers ${response.status}`;
    throw new Transient(`${nameOf(url)} ${why}.`, { context: { status: response.status } });
  }
  if (/^text\/html\b/i.test(response.headers.get("content-type") ?? ""))
    throw new Refusal(`${nameOf(url)} is a page for people, not a tree.`, {
      hint: "Give the address of the file itself.",
    });
}
