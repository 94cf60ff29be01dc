import fc from "fast-check";
import { expect, test } from "vitest";
import { createBodyParts } from "../../src/chain/body-parts.ts";
import { sealBody } from "../../src/chain/sealed-body.ts";

const bytes = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array));

function inParts(body: Buffer, sizes: readonly number[], known?: Buffer) {
  const parts = createBodyParts(known);
  for (let at = 0, index = 0; at < body.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1;
    parts.add(body.subarray(at, at + size));
    at += size;
  }
  expect(parts.length()).toBe(body.length);
  return parts.whole();
}

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });

test("law: in whatever parts a body comes, it is what it was", () => {
  fc.assert(
    fc.property(bytes, sizes, (body, some) => {
      expect(inParts(body, some)).toEqual({ body, isKnown: false });
    }),
  );
});

test("law: a body that begins with what is known is told by its rest, and every other in whole", () => {
  fc.assert(
    fc.property(bytes, bytes, sizes, fc.option(fc.nat()), (known, rest, some, at) => {
      const body = Buffer.concat([known, rest]);
      if (at !== null && known.length > 0) body[at % known.length] = ((body[at % known.length] ?? 0) + 1) % 256;
      const isKnown = body.subarray(0, known.length).equals(known);
      expect(inParts(body, some, known)).toEqual({ body: isKnown ? rest : body, isKnown });
      const short = body.subarray(0, Math.max(0, known.length - 1));
      if (known.length > 0) expect(inParts(short, some, known)).toEqual({ body: short, isKnown: false });
    }),
  );
});

const answer = (id: number, result: unknown) => ({ jsonrpc: "2.0", id, result });
const seal = (body: unknown, known?: Buffer, isKnown = false) =>
  sealBody(
    {
      status: 200,
      retryAfter: undefined,
      body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
      isKnown,
    },
    2,
    4,
    known,
  );
const FIXED = [answer(0, { logs: [{ a: 1 }, { b: 2 }] }), answer(1, '},{"id":2')];
const MOVING = [answer(2, "0x1"), answer(3, { withdrawals: [{ index: "0x1" }, { index: "0x2" }] })];

test("default: a batch is cut behind its fixed answers, whose bytes tell them", () => {
  const found = seal([...FIXED, ...MOVING]);
  expect(JSON.parse(found?.head() ?? "")).toEqual(FIXED);
  expect(found?.tail).toEqual(MOVING);
  expect(`${found?.bytes}]`).toBe(JSON.stringify(FIXED));
});

test("behavior: a node that writes its ids last is understood too", () => {
  const turned = [...FIXED, ...MOVING].map(({ id, result }) => ({ jsonrpc: "2.0", result, id }));
  expect(seal(turned)?.tail).toEqual(turned.slice(2));
});

test("behavior: what is known by its bytes is read by its rest", () => {
  const known = Buffer.from(JSON.stringify(FIXED).slice(0, -1));
  const found = seal(`,${JSON.stringify(MOVING).slice(1)}`, known, true);
  expect([found?.isKnown, found?.tail]).toEqual([true, MOVING]);
});

test.each([
  ["out of order", [FIXED[0], ...MOVING, FIXED[1]]],
  ["with one too few", [...FIXED, MOVING[0]]],
  ["with another besides", [...FIXED, ...MOVING, answer(9, "0x1")]],
  ["without ids", [...FIXED, ...MOVING].map(({ result }) => ({ result }))],
  ["as one", answer(2, "0x1")],
  ["as a word", '"id":2'],
  ["as nothing", ""],
  ["cut off", JSON.stringify([...FIXED, ...MOVING]).slice(0, -2)],
])("boundary: answers %s are not cut, but left to be read in whole", (_, body) => {
  expect(seal(body)).toBeUndefined();
});
