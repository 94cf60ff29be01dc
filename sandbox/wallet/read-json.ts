import type { IncomingMessage } from "node:http";
import { BadRequest } from "./bad-request.ts";

const LARGEST_BODY = 1_000_000;

/** The request's JSON object; refuses other content types, so that no foreign page can post here unasked. */
export async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  if (!request.headers["content-type"]?.startsWith("application/json")) {
    throw new BadRequest(415, "Send application/json");
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw new BadRequest(413, "This is too large");
    chunks.push(chunk);
  }
  const body = parse(Buffer.concat(chunks).toString("utf8"));
  if (typeof body !== "object" || body === null || Array.isArray(body)) throw new BadRequest(400, "Send a JSON object");
  return body as Record<string, unknown>;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRequest(400, "This is not JSON");
  }
}
