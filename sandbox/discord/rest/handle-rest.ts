import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault, Faults } from "../control/faults.ts";
import { readRequest } from "../http/read-request.ts";
import { sendJson } from "../http/send-json.ts";
import { type Problem, problem } from "../rules/problem.ts";
import type { State } from "../state.ts";
import { RestError, refused } from "./errors.ts";
import { type RateLimits, routeKey } from "./rate-limits.ts";
import { type Answer, type Match, matchRoute, type Route } from "./route.ts";

export type RestParts = { state: State; routes: readonly Route[]; limits: RateLimits; faults: Faults };

const PREFIX = /^\/api\/v(\d+)(\/.*)$/;

/** Answers one request below /api as Discord would, faults included. */
export async function handleRest(parts: RestParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { state, faults } = parts;
  const url = new URL(request.url ?? "/", "http://local");
  const method = request.method ?? "GET";
  const reason = request.headers["x-audit-log-reason"];
  const record = {
    method,
    path: url.pathname,
    status: 0,
    at: state.clock.iso(),
    ...(typeof reason === "string" ? { reason: decodeURIComponent(reason) } : {}),
  };
  state.requests.push(record);
  if (faults.isOut(Date.now())) return void request.socket.destroy();
  const fault = faults.take(method, url.pathname);
  if (fault && (await sufferBefore(fault, request, response, record))) return;
  const outcome = await outcomeOf(parts, request, url);
  record.status = outcome.status;
  await sufferAfter(fault, request, response, record);
  sendJson(response, outcome.status, outcome.body, outcome.headers);
}

type Outcome = Answer & { headers: Record<string, string> };
type RequestEntry = { status: number };

/** What a fault does before the request is looked at; true when that was all. */
async function sufferBefore(
  fault: Fault,
  request: IncomingMessage,
  response: ServerResponse,
  record: RequestEntry,
): Promise<boolean> {
  if (fault.kind === "reset" && !fault.stored) {
    request.socket.destroy();
    return true;
  }
  if (fault.kind === "stall" && !fault.stored) await sleep(fault.seconds * 1000, undefined, { ref: false });
  if (fault.kind === "5xx") {
    record.status = fault.code ?? 503;
    sendJson(response, record.status, { code: 0, message: "Service unavailable" });
    return true;
  }
  if (fault.kind === "429") {
    record.status = 429;
    sendTooMany(response, fault.seconds, { "X-RateLimit-Bucket": "injected" }, fault.global);
    return true;
  }
  return response.destroyed;
}

/** What a fault does when the request has taken effect and its answer is on the way. */
async function sufferAfter(
  fault: Fault | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  record: RequestEntry,
): Promise<void> {
  if (fault?.kind === "store-then-502") {
    record.status = 502;
    sendJson(response, 502, { code: 0, message: "Bad gateway" });
  }
  if (fault?.kind === "reset") request.socket.destroy();
  if (fault?.kind === "stall" && fault.stored) await sleep(fault.seconds * 1000, undefined, { ref: false });
}

async function outcomeOf(parts: RestParts, request: IncomingMessage, url: URL): Promise<Outcome> {
  const { state } = parts;
  let body: unknown;
  let headers: Record<string, string> = {};
  try {
    const match = findRoute(parts, request, url);
    const strange = idProblems(match, url.searchParams);
    if (strange.length > 0) throw refused.form(strange);
    const allowance = parts.limits.count(routeKey(match.route.method, match.route.path, match.params), Date.now());
    headers = allowance.headers;
    if (!allowance.allowed) return tooMany(allowance.retryAfterSeconds, headers);
    const read = await readRequest(request);
    if (read.kind === "too-large") throw refused.tooLarge();
    if (read.kind === "not-json") throw refused.json();
    if (read.kind === "wrong-type") {
      throw refused.form([
        problem(["_misc"], "CONTENT_TYPE_INVALID", "Expected application/json or multipart/form-data."),
      ]);
    }
    body = read.body;
    const answer = await match.route.handle({ state, params: match.params, query: url.searchParams, ...read });
    return { ...answer, headers };
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    const { status, code, message, errors } = error;
    if (status === 400 || code === 0) {
      state.rejections.push({ method: request.method ?? "", path: url.pathname, code, message, errors, body });
    }
    return { status, body: { message, code, ...(errors ? { errors } : {}) }, headers };
  }
}

/** Ids in path and query that are none; where a list is in the order of times, its query names times. */
function idProblems({ route, params }: Match, query: URLSearchParams): Problem[] {
  const inPath = Object.entries(params).filter(([name, value]) => name !== "token" && !value.startsWith("@"));
  const named = route.timed ? [] : ["before", "after", "around"];
  const inQuery = [...query].filter(([name]) => named.includes(name));
  return [...inPath, ...inQuery]
    .filter(([, value]) => !/^\d{1,20}$/.test(value))
    .map(([name, value]) => problem([name], "NUMBER_TYPE_COERCE", `Value "${value}" is not snowflake.`));
}

function findRoute(parts: RestParts, request: IncomingMessage, url: URL): Match {
  const [, version, path] = PREFIX.exec(url.pathname) ?? [];
  if (!version || !path || path.startsWith("//")) throw refused.notFound();
  if (version !== "10") throw refused.version();
  const match = matchRoute(parts.routes, request.method ?? "GET", path);
  const authorised = request.headers.authorization === `Bot ${parts.state.token}`;
  if (match?.route.open || authorised) {
    if (!match) throw refused.notFound();
    return match;
  }
  throw refused.unauthorized();
}

function tooMany(retryAfterSeconds: number, headers: Record<string, string>): Outcome {
  return { status: 429, ...tooManyParts(retryAfterSeconds, headers, false) };
}

function sendTooMany(
  response: ServerResponse,
  seconds: number,
  headers: Record<string, string>,
  global: boolean,
): void {
  const parts = tooManyParts(seconds, headers, global);
  sendJson(response, 429, parts.body, parts.headers);
}

function tooManyParts(seconds: number, headers: Record<string, string>, global: boolean) {
  return {
    body: { message: "You are being rate limited.", retry_after: seconds, global },
    headers: {
      ...headers,
      "Retry-After": String(Math.ceil(seconds)),
      "X-RateLimit-Reset-After": seconds.toFixed(3),
      "X-RateLimit-Scope": global ? "global" : "user",
      ...(global ? { "X-RateLimit-Global": "true" } : {}),
    },
  };
}
