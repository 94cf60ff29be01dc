import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Log } from "../log.ts";

/** What a page answers, and of which media type. */
export type Answer = { status: number; type?: string; body: string };

/** What a request says besides its body: its headers, and what stands in the path where the route has a star. */
export type Visit = { headers: IncomingHttpHeaders; star: string };

/** Answers one path; gets the request's body, at most 16 KiB of it. */
export type Handler = (body: string, visit: Visit) => Answer | Promise<Answer>;

/** Handlers by `METHOD /path`, in which a star may stand for the second part: `GET /link/*`. */
export type Routes = Readonly<Record<string, Handler>>;

/** Pages that are being served, and the port they have. */
export type Server = { port: number; close: () => Promise<void> };

const LARGEST_BODY = 16_384;

/** A page uses what Steward itself serves and nothing else, stands in nobody's frame, is kept nowhere, and tells no other site its address. */
const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** Serves the routes on this machine only. Rejects with EADDRINUSE when the port is taken. */
export async function serve(routes: Routes, port: number, log: Log): Promise<Server> {
  const server = createServer((request, response) => {
    const { route, star } = find(routes, request);
    answer(routes[route], request, star).then(
      (given) => send(response, given),
      (error: unknown) => {
        // The route, never the path: a link's token stands in it.
        log.error("A page failed.", { route, error });
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

function find(routes: Routes, { url = "/", method = "GET" }: IncomingMessage): { route: string; star: string } {
  const path = url.split(/[?#]/)[0] ?? "/";
  const verb = method === "HEAD" ? "GET" : method;
  if (Object.hasOwn(routes, `${verb} ${path}`)) return { route: `${verb} ${path}`, star: "" };
  const [, first = "", star = "", ...rest] = path.split("/");
  const route = `${verb} ${["", first, "*", ...rest].join("/")}`;
  return Object.hasOwn(routes, route) ? { route, star } : { route: "none", star: "" };
}

async function answer(handler: Handler | undefined, request: IncomingMessage, star: string): Promise<Answer> {
  if (handler === undefined) return { status: 404, body: "There is nothing here.\n" };
  const body = await read(request);
  if (body === undefined) return { status: 413, body: "That is too long.\n" };
  return handler(body, { headers: request.headers, star });
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
  response.writeHead(status, { ...HEADERS, "content-type": type });
  response.end(response.req.method === "HEAD" ? undefined : body);
}
