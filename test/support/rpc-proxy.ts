import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export type ProxiedRequest = { id?: unknown; method: string; params: unknown[] };

/** What a proxy does with a request instead of passing it on; undefined lets it pass. */
export type Interference =
  | { error: { code: number; message: string; data?: unknown } }
  | { result: unknown }
  | { status: number; headers?: Record<string, string> }
  | { drop: true }
  | { hang: true }
  | undefined;

/** A node's faults: what becomes of each request, and of each result that passes. */
export type Faults = {
  on?: ((request: ProxiedRequest) => Interference) | undefined;
  change?: ((request: ProxiedRequest, result: unknown) => unknown) | undefined;
  refuseBatches?: boolean;
};

export type RpcProxy = {
  url: string;
  seen: ProxiedRequest[];
  /** How many HTTP requests came; a batch is one. */
  posts: number;
  faults: Faults;
  count: (method: string) => number;
};

/** Puts a node with faults before a real one; its URL carries a key, as those of providers do. Ends with the test. */
export async function startRpcProxy(target: string, faults: Faults = {}): Promise<RpcProxy> {
  const seen: ProxiedRequest[] = [];
  const proxy = {
    url: "",
    seen,
    posts: 0,
    faults,
    count: (method: string) => seen.filter((one) => one.method === method).length,
  };
  const server = createServer((request, response) => {
    handle(target, proxy, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2/secret-key-123456`;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return proxy;
}

async function handle(target: string, proxy: RpcProxy, request: IncomingMessage, response: ServerResponse) {
  let text = "";
  for await (const chunk of request) text += chunk;
  const body = JSON.parse(text) as ProxiedRequest | ProxiedRequest[];
  const requests = Array.isArray(body) ? body : [body];
  proxy.seen.push(...requests);
  proxy.posts += 1;
  const answers: unknown[] = [];
  if (proxy.faults.refuseBatches && Array.isArray(body)) {
    send(response, 200, {
      jsonrpc: "2.0",
      id: null,
      error: { code: -32600, message: "batch requests are not supported" },
    });
    return;
  }
  for (const one of requests) {
    const what = proxy.faults.on?.(one);
    if (what && "drop" in what) return void response.destroy();
    if (what && "hang" in what) return;
    if (what && "status" in what) return send(response, what.status, { error: `see ${proxy.url}` }, what.headers);
    answers.push(what ? { jsonrpc: "2.0", id: one.id, ...what } : await pass(target, proxy, one));
  }
  send(response, 200, Array.isArray(body) ? answers : answers[0]);
}

async function pass(target: string, proxy: RpcProxy, request: ProxiedRequest) {
  const answer = await fetch(target, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
  });
  const parsed = (await answer.json()) as { result?: unknown };
  if (!("result" in parsed) || !proxy.faults.change) return parsed;
  return { ...parsed, result: proxy.faults.change(request, parsed.result) };
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}
