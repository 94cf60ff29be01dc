import fc from "fast-check";
import { expect, test } from "vitest";
import { canonical, hashOf, sha256 } from "../../src/core/canonical.ts";

test("default: keys are sorted, bigints are decimal text, nothing is spaced", () => {
  expect(canonical({ b: [1, true, null], a: 12n, c: { z: "é\n", y: -0 } })).toBe(
    '{"a":"12","b":[1,true,null],"c":{"y":0,"z":"é\\n"}}',
  );
});

test("default: sha256 is the one sha256sum prints", () => {
  expect(sha256("abc")).toBe("0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

test("behavior: an absent and an undefined member are the same", () => {
  expect(canonical({ a: 1, b: undefined })).toBe(canonical({ a: 1 }));
});

test.each([[0.5], [Number.NaN], [2 ** 53], [[undefined]], [undefined], [new Date(0)], [() => 1], [new Map()]])(
  "error: %s has no canonical form",
  (value) => {
    expect(() => canonical(value)).toThrow(TypeError);
  },
);

test("law: the order in which an object was built does not matter", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.oneof(fc.maxSafeInteger(), fc.string(), fc.boolean())), (object) => {
      const reversed = Object.fromEntries(Object.entries(object).reverse());
      expect(hashOf(reversed)).toBe(hashOf(object));
    }),
  );
});

test("law: it is JSON that reads back as what was written", () => {
  const values = [fc.maxSafeInteger(), fc.string({ unit: "binary" }), fc.boolean(), fc.constant(null)];
  fc.assert(
    fc.property(fc.object({ values }), (value) => {
      expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

/** The same, written so that it can be seen to be right. */
function plainly(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plainly).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, inner]) => `${JSON.stringify(key)}:${plainly(inner)}`).join(",")}}`;
}

test("law: rows that are in order already are written like any other", () => {
  const values = [fc.maxSafeInteger(), fc.string(), fc.boolean(), fc.constant(null)];
  const key = fc.oneof(fc.string(), fc.constantFrom("10", "9", "2", "a", "B", "__proto__", "toJSON", "é"));
  fc.assert(
    fc.property(fc.object({ key, values }), (object) => {
      const sorted = JSON.parse(plainly(object)) as unknown;
      expect(canonical(object)).toBe(plainly(object));
      expect(canonical(sorted)).toBe(plainly(object));
    }),
  );
});
