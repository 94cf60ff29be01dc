import type { IncomingMessage } from "node:http";
import { asString } from "../json.ts";
import type { UploadedFile } from "../model/files.ts";

const MAX_REQUEST_BYTES = 25 * 1024 * 1024;

export type ReadBody =
  | { kind: "body"; body: unknown; uploads: UploadedFile[] }
  | { kind: "not-json" }
  | { kind: "too-large" }
  | { kind: "wrong-type" };

/** Reads a JSON or multipart request; a request without a body has the body `undefined`. */
export async function readRequest(request: IncomingMessage): Promise<ReadBody> {
  const bytes = await readBytes(request);
  if (!bytes) return { kind: "too-large" };
  if (bytes.length === 0) return { kind: "body", body: undefined, uploads: [] };
  const type = request.headers["content-type"] ?? "";
  if (type.startsWith("multipart/form-data")) return readMultipart(bytes, type);
  if (!type.startsWith("application/json")) return { kind: "wrong-type" };
  return fromJson(bytes.toString("utf8"), []);
}

/** Reads at most 25 MiB; undefined when there is more. */
async function readBytes(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_REQUEST_BYTES) chunks.push(chunk);
  }
  return size <= MAX_REQUEST_BYTES ? Buffer.concat(chunks) : undefined;
}

async function readMultipart(bytes: Buffer, type: string): Promise<ReadBody> {
  const form = await new Response(new Uint8Array(bytes), { headers: { "content-type": type } }).formData();
  const uploads: UploadedFile[] = [];
  for (const [name, value] of form.entries()) {
    const index = /^files\[(\d+)\]$/.exec(name)?.[1];
    if (index === undefined || typeof value === "string") continue;
    uploads.push({ index, filename: value.name, bytes: Buffer.from(await value.arrayBuffer()) });
  }
  return fromJson(asString(form.get("payload_json")) ?? "{}", uploads);
}

function fromJson(text: string, uploads: UploadedFile[]): ReadBody {
  try {
    return { kind: "body", body: JSON.parse(text), uploads };
  } catch {
    return { kind: "not-json" };
  }
}
