import { createHmac, randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** Hexadecimal characters of a signature: 128 bits, short enough for the id of a button. */
const LENGTH = 32;

/** The key that signs: the secret given, else one made once and kept in a file that only Steward's user may read. */
export function readSigningKey(secret: string | undefined, file: string): string {
  if (secret !== undefined) return secret;
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600, flag: "wx" });
  return readFileSync(file, "utf8").trim();
}

/** Signs texts with HMAC-SHA256, cut to 128 bits in hexadecimal. */
export function createSigner(key: string): (text: string) => string {
  return (text) => createHmac("sha256", key).update(text).digest("hex").slice(0, LENGTH);
}
