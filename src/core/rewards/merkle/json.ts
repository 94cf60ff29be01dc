import { Refusal } from "../../../errors.ts";
import { bare } from "../../sanitize.ts";

/** JSON as read here: whole numbers are bigint, exactly as written; others are number; objects have no prototype. */
export type Json = null | boolean | string | bigint | number | Json[] | { [key: string]: Json };

/** Tree files are flat; deeper is no tree file, and whoever reads it by calling itself must not run out of stack. */
const DEEPEST = 16;
/** A uint256 has 78 digits. */
const LONGEST_NUMBER = 80;

const SPACE = /[ \t\n\r]*/y;
const PLAIN = /"[ !#-[\]-\uffff]*"/y;
const STRING = /"(?:[^"\\]|\\.)*"/sy;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

/**
 * Reads JSON without losing a digit, and refuses what JSON.parse lets pass in silence: a key that stands twice in one
 * object (the second would win), and nesting that no tree file has. Refusal with the place where it is not JSON.
 */
export function readJson(text: string): Json {
  const reader = { text, at: text.startsWith("\uFEFF") ? 1 : 0 };
  const value = readValue(reader, 0);
  take(reader, SPACE);
  if (reader.at < text.length) throw notJson(reader);
  return value;
}

type Reader = { readonly text: string; at: number };

function readValue(reader: Reader, depth: number): Json {
  if (depth > DEEPEST) throw new Refusal(`The file is nested more than ${DEEPEST} deep, as no reward tree is.`);
  take(reader, SPACE);
  const first = reader.text[reader.at];
  if (first === "{") return readObject(reader, depth);
  if (first === "[") return readList(reader, depth);
  if (first === '"') return readString(reader);
  const word = take(reader, WORD);
  if (word) return word === "null" ? null : word === "true";
  return readNumber(reader);
}

function readObject(reader: Reader, depth: number): Json {
  // Without a prototype, a key named __proto__ is a key like any other.
  const object = Object.create(null) as { [key: string]: Json };
  readItems(reader, "}", () => {
    const key = readString(reader);
    if (Object.hasOwn(object, key))
      throw new Refusal(`"${bare(key, 80)}" stands twice in one part of the file.`, { hint: "Leave one of them." });
    take(reader, SPACE);
    if (!skip(reader, ":")) throw notJson(reader);
    object[key] = readValue(reader, depth + 1);
  });
  return object;
}

function readList(reader: Reader, depth: number): Json {
  const list: Json[] = [];
  readItems(reader, "]", () => list.push(readValue(reader, depth + 1)));
  return list;
}

/** What stands between an opening mark and its closing one, with commas between. */
function readItems(reader: Reader, end: "}" | "]", readItem: () => void): void {
  reader.at += 1;
  take(reader, SPACE);
  if (skip(reader, end)) return;
  while (true) {
    take(reader, SPACE);
    readItem();
    take(reader, SPACE);
    if (skip(reader, end)) return;
    if (!skip(reader, ",")) throw notJson(reader);
  }
}

function readString(reader: Reader): string {
  const plain = take(reader, PLAIN);
  if (plain !== undefined) return plain.slice(1, -1);
  const start = reader.at;
  const written = take(reader, STRING);
  if (written === undefined) throw notJson(reader);
  try {
    return JSON.parse(written) as string;
  } catch {
    throw notJson({ ...reader, at: start });
  }
}

function readNumber(reader: Reader): bigint | number {
  const start = reader.at;
  const written = take(reader, NUMBER);
  if (written === undefined) throw notJson(reader);
  if (written.length > LONGEST_NUMBER)
    throw new Refusal(`At character ${start + 1} of the file stands a number of ${written.length} digits.`);
  return /[.eE]/.test(written) ? Number(written) : BigInt(written);
}

function take(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text)?.[0];
  reader.at += found?.length ?? 0;
  return found;
}

function skip(reader: Reader, mark: string): boolean {
  if (reader.text[reader.at] !== mark) return false;
  reader.at += 1;
  return true;
}

function notJson({ text, at }: Reader): Refusal {
  const where = at >= text.length ? "it ends too early" : `character ${at + 1} does not belong there`;
  return new Refusal(`The file is not JSON: ${where}.`, { hint: "Fetch it again; what came may have been cut off." });
}
