import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Log } from "../log.ts";

/** What a page answers, and of which media type. */
export type Answer = { status: number; type?: string; body: string };

/** Answers one path; gets the request's body, at most 64 KiB of it. */
export type Handler = (body: string) => Answer | Promise<Answer>;

/** Handlers by `METHOD /path`. */
export type Routes = Readonly<Record<string, Handler>>;

/** Pages that are being served, and the port they have. */
export type Server = { port: number; close: () => Promise<void> };

const LARGEST_BODY = 65_536;

/** Serves the routes on this machine only. Rejects with EADDRINUSE when the port is taken. */
export async function serve(routes: Routes, port: number, log: Log): Promise<Server> {
  const server = createServer((request, response) => {
    answer(routes, request).then(
      (given) => send(response, given),
      (error: unknown) => {
        log.error("A page failed.", { path: request.url, error });
        send(response, { status: 500, body: "Something went wrong; the log says what.\n" });
      },
    );
  });
  server.requestTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port: (server.address() as AddressInfo).port, close };
}

async function answer(routes: Routes, request: IncomingMessage): Promise<Answer> {
  const path = new URL(request.url ?? "/", "http://steward").pathname;
  const method = request.method === "HEAD" ? "GET" : request.method;
  const handler = routes[`${method} ${path}`];
  if (handler === undefined) return { status: 404, body: "There is nothing here.\n" };
  const body = await read(request);
  return body === undefined ? { status: 413, body: "That is too long.\n" } : handler(body);
}

async function read(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LARGEST_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function send(response: ServerResponse, { status, type = "text/plain; charset=utf-8", body }: Answer): void {
  response.writeHead(status, {
    "content-type": type,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(response.req.method === "HEAD" ? undefined : body);
}
