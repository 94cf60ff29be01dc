import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { stripTypeScriptTypes } from "node:module";
import { extname } from "node:path";

/** Answers a request for the page and says whether it was one. */
export type PageHandler = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;

const VENDORED: Record<string, string> = {
  preact: "preact",
  "preact/hooks": "preact/hooks",
  htm: "htm",
  "htm/preact": "htm/preact",
};

const IMPORT_MAP = JSON.stringify({
  imports: Object.fromEntries(Object.keys(VENDORED).map((name) => [name, `/page/vendor/${name}.mjs`])),
});

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".ts": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** Only the import map may stand in the document itself, and only with exactly these bytes. */
const POLICY = [
  "default-src 'none'",
  `script-src 'self' 'sha256-${createHash("sha256").update(IMPORT_MAP).digest("base64")}'`,
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Serves the page at `/` and its modules under `/page/`, types stripped as each is asked for. */
export function servePage(): PageHandler {
  return async (request, response) => {
    const path = new URL(request.url ?? "/", "http://page").pathname;
    const file = fileFor(path);
    if (!file || (request.method !== "GET" && request.method !== "HEAD")) return false;
    const body = await load(file).catch(() => undefined);
    response.writeHead(body === undefined ? 404 : 200, {
      "content-type": body === undefined ? "text/plain" : (TYPES[extname(file.pathname)] ?? "text/plain"),
      "content-security-policy": POLICY,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": "no-cache",
    });
    response.end(request.method === "HEAD" ? undefined : (body ?? "Not found"));
    return true;
  };
}

function fileFor(path: string): URL | undefined {
  if (path === "/") return new URL("index.html", import.meta.url);
  const vendored = /^\/page\/vendor\/(.+)\.mjs$/.exec(path)?.[1];
  const name = vendored === undefined ? undefined : VENDORED[vendored];
  if (name !== undefined) return new URL(import.meta.resolve(name));
  const own = /^\/page\/([a-z0-9-]+\.(?:ts|css|svg))$/.exec(path)?.[1];
  return own === undefined || own === "serve.ts" ? undefined : new URL(own, import.meta.url);
}

async function load(file: URL): Promise<string> {
  const text = await readFile(file, "utf8");
  if (file.pathname.endsWith("index.html"))
    return text.replace("<!-- import map -->", `<script type="importmap">${IMPORT_MAP}</script>`);
  return file.pathname.endsWith(".ts") ? stripTypeScriptTypes(text) : text;
}
