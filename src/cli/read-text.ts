import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { BotError } from "../errors.ts";

/** A file's text, or that of standard input for `-`; unpacked where it is packed. */
export function readText(path: string): string {
  try {
    const data = readFileSync(path === "-" ? 0 : path);
    const isCompressed = data[0] === 0x1f && data[1] === 0x8b;
    return (isCompressed ? gunzipSync(data) : data).toString("utf8");
  } catch (error) {
    if ((error as { code?: string }).code !== undefined)
      throw new BotError(`${path} cannot be read: ${(error as Error).message}`);
    throw error;
  }
}

/** A value as JSON to look at, with bigint as text. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === "bigint" ? inner.toString() : inner), 2);
}
