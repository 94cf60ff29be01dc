import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Json, readJson } from "../../../../src/core/rewards/merkle/json.ts";
import { Refusal } from "../../../../src/errors.ts";

describe("readJson", () => {
  test("default: whole numbers keep every digit, others are numbers", () => {
    expect(readJson(' [30000000000000000001, -7, 0, 1.5, 2e3, true, false, null, "a\\u0041\\n"] ')).toEqual([
      ...[30_000_000_000_000_000_001n, -7n, 0n, 1.5, 2000, true, false, null, "aA\n"],
    ]);
  });

  test("behavior: objects have no prototype, whatever their keys", () => {
    const read = readJson('{"__proto__": {"a": 1}, "constructor": 2}') as { [key: string]: Json };
    expect(Object.getPrototypeOf(read)).toBeNull();
    expect(Object.keys(read)).toEqual(["__proto__", "constructor"]);
  });

  test("error: a key twice", () => {
    expect(() => readJson('[{"a": 1, "b": 2, "a": 3}]')).toThrow('"a" stands twice in one part of the file.');
    expect(() => readJson('{"a": 1, "\\u0061": 3}')).toThrow('"a" stands twice');
    expect(readJson('[{"a": 1}, {"a": 3}]')).toHaveLength(2);
  });

  test("boundary: sixteen deep is read, seventeen is refused", () => {
    expect(readJson(`${"[".repeat(17)}${"]".repeat(17)}`)).toBeDefined();
    expect(() => readJson(`${"[".repeat(18)}${"]".repeat(18)}`)).toThrow("nested more than 16 deep");
  });

  test("law: whatever JSON.stringify writes is read as JSON.parse reads it", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        fc.pre(!hasTwice(text));
        expect(loosened(readJson(text))).toEqual(loosened(JSON.parse(text)));
      }),
      { numRuns: 500 },
    );
  });

  test("law: what JSON.parse refuses is refused, and nothing else", () => {
    const mark = fc.constantFrom(
      "[",
      "]",
      "{",
      "}",
      ",",
      ":",
      '"',
      "\\",
      "0",
      "1",
      "-",
      ".",
      "e",
      "true",
      "null",
      " ",
      "\t",
      "\u0001",
      "a",
    );
    fc.assert(
      fc.property(
        fc.array(mark, { maxLength: 8 }).map((marks) => marks.join("")),
        (text) => {
          fc.pre(!hasTwice(text));
          expect(reads(() => readJson(text))).toBe(reads(() => JSON.parse(text)));
        },
      ),
      { numRuns: 3000 },
    );
  });
});

/** Numbers as JSON.parse has them, and ordinary objects. */
function loosened(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, inner: unknown) => (typeof inner === "bigint" ? Number(inner) : inner)));
}

function hasTwice(text: string): boolean {
  try {
    readJson(text);
    return false;
  } catch (error) {
    return error instanceof Refusal && error.message.includes("stands twice");
  }
}

function reads(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof Refusal || error instanceof SyntaxError) return false;
    throw error;
  }
}
