import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
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
  imports: Object.fromEntries(Object.keys(VENDORED).map((name) => [name, vendoredPath(name)])),
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
  const stripped = new Map<string, Stripped>();
  return async (request, response) => {
    const path = new URL(request.url ?? "/", "http://page").pathname;
    const file = fileFor(path);
    if (!file || (request.method !== "GET" && request.method !== "HEAD")) return false;
    const body = await load(file, stripped).catch(() => undefined);
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
  const own = /^\/page\/([^/]+)$/.exec(path)?.[1];
  return own !== undefined && isOwn(own) ? new URL(own, import.meta.url) : undefined;
}

/** Whether the browser may have a file of this folder. */
function isOwn(name: string): boolean {
  return /^[a-z0-9-]+\.(?:ts|css|svg)$/.test(name) && name !== "serve.ts";
}

function vendoredPath(name: string): string {
  return `/page/vendor/${name}.mjs`;
}

type Stripped = { changedMs: number; script: string };

/** Gives a file as the browser takes it; types are stripped again only after the file has changed. */
async function load(file: URL, stripped: Map<string, Stripped>): Promise<string> {
  if (file.pathname.endsWith("index.html")) return withModules(await readFile(file, "utf8"));
  if (!file.pathname.endsWith(".ts")) return readFile(file, "utf8");
  const { mtimeMs } = await stat(file);
  const known = stripped.get(file.pathname);
  if (known?.changedMs === mtimeMs) return known.script;
  const script = stripTypeScriptTypes(await readFile(file, "utf8"));
  stripped.set(file.pathname, { changedMs: mtimeMs, script });
  return script;
}

/** Names all modules in the document, so that they load side by side and not one import after the other. */
async function withModules(document: string): Promise<string> {
  const names = (await readdir(new URL(".", import.meta.url))).filter((name) => isOwn(name) && name.endsWith(".ts"));
  const paths = [...names.map((name) => `/page/${name}`), ...Object.keys(VENDORED).map(vendoredPath)];
  const preloads = paths.map((path) => `<link rel="modulepreload" href="${path}" />`);
  return document.replace(
    "<!-- modules -->",
    [`<script type="importmap">${IMPORT_MAP}</script>`, ...preloads].join(""),
  );
}
