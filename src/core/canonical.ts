import { hash } from "node:crypto";
import type { Hex } from "viem";

/**
 * One text for one value: keys sorted, no spaces, bigint as decimal text, absent where undefined.
 * Refuses what has no exact form: fractions, numbers beyond 2^53, undefined in a list, functions, dates.
 */
export function canonical(value: unknown): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `"${value}"`;
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new TypeError(`${value} has no exact form.`);
    return String(value + 0);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || !isPlain(value)) throw new TypeError(`A ${typeof value} has no canonical form.`);
  const object = value as Record<string, unknown>;
  const keys = Object.keys(object);
  // Most of what is hashed is rows read from JSON that was canonical; those are written as one.
  if (keys.every((key, index) => isFollowing(keys[index - 1], key) && isExact(object[key])))
    return JSON.stringify(object);
  const members: string[] = [];
  for (const key of keys.sort()) {
    const inner = object[key];
    if (inner !== undefined) members.push(`${JSON.stringify(key)}:${canonical(inner)}`);
  }
  return `{${members.join(",")}}`;
}

function isFollowing(above: string | undefined, key: string): boolean {
  return above === undefined || above < key;
}

/** Whether a value inside an object is written by JSON.stringify as here. */
function isExact(value: unknown): boolean {
  return typeof value === "string" || typeof value === "boolean" || value === null || Number.isSafeInteger(value);
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** sha256 of a text's UTF-8 bytes, as `sha256sum` prints it, with 0x. */
export function sha256(text: string): Hex {
  return `0x${hash("sha256", text)}`;
}

/** sha256 of a value's canonical JSON. */
export function hashOf(value: unknown): Hex {
  return sha256(canonical(value));
}
