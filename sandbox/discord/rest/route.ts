import type { UploadedFile } from "../model/files.ts";
import type { State } from "../state.ts";

/** A request after it was read: what a route works on. */
export type Call = {
  state: State;
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
  uploads: UploadedFile[];
};

/** Status and JSON body of an answer; no body for 204. */
export type Answer = { status: number; body?: unknown };

export type Route = {
  method: string;
  /** Path below /api/v10; a segment `:name` becomes a parameter. */
  path: string;
  /** Routes under an interaction token need no bot token. */
  open?: true;
  /** The list is paged by times instead of ids. */
  timed?: true;
  handle(call: Call): Answer | Promise<Answer>;
};

/** A route and the parameters of a path that fits it. */
export type Match = { route: Route; params: Record<string, string> };

/** Finds the route for a method and a path below /api/v10; segments are decoded before they are compared. */
export function matchRoute(routes: readonly Route[], method: string, path: string): Match | undefined {
  const segments = path.split("/").filter(Boolean).map(decoded);
  for (const route of routes) {
    const params = route.method === method ? paramsOf(route.path, segments) : undefined;
    if (params) return { route, params };
  }
  return undefined;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function paramsOf(pattern: string, segments: readonly string[]): Record<string, string> | undefined {
  const parts = pattern.split("/").filter(Boolean);
  if (parts.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? "";
    if (part.startsWith(":")) params[part.slice(1)] = segment;
    else if (part !== segment) return undefined;
  }
  return params;
}
