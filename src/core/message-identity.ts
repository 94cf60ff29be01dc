import { createHash } from "node:crypto";

/** What marks a message in a channel's history as the one for this outbox key: 12 hexadecimal digits. */
export function markerOf(server: string, key: string): string {
  return digest(server, key).toString("hex").slice(0, 12);
}

/** The nonce under which Discord recognises a repeated post for a few minutes: 22 characters, the same at every attempt. */
export function nonceOf(server: string, key: string): string {
  return digest(server, key).toString("base64url").slice(0, 22);
}

function digest(server: string, key: string): Buffer {
  return createHash("sha256").update(`${server}\n${key}`, "utf8").digest();
}
