import fc from "fast-check";
import { expect, test } from "vitest";
import type { QuantityCodec } from "../../../src/core/parameters/codec.ts";
import {
  checkChainBounds,
  checkCooldown,
  checkMostChange,
  describeChainBounds,
  describeMostChange,
  type Guardrails,
  parseGuardrails,
} from "../../../src/core/parameters/guardrails.ts";
import { checkAscending, checkSum, type Part } from "../../../src/core/parameters/invariants.ts";
import { readWrittenGroup } from "../../../src/core/parameters/written-group.ts";
import { Refusal } from "../../../src/errors.ts";

const bps: QuantityCodec = { type: "percent", scale: 10_000n };
const days: QuantityCodec = { type: "duration", secondsPerUnit: 86_400n };
const none: Guardrails = { min: undefined, max: undefined, step: undefined };

test("error: the chain's own bounds are named with the value", () => {
  const bounds = { min: 100n, max: 3_000n };
  expect(() => checkChainBounds(bps, bounds, "Fee", 99n)).toThrow(
    "0.99 % is too little: the contract takes no Fee below 1 %.",
  );
  expect(() => checkChainBounds(bps, bounds, "Fee", 3_001n)).toThrow(
    "30.01 % is too much: the contract takes no Fee above 30 %.",
  );
  for (const raw of [100n, 3_000n]) checkChainBounds(bps, bounds, "Fee", raw);
  checkChainBounds(bps, {}, "Fee", 10n ** 30n);
  expect([describeChainBounds(bps, bounds), describeChainBounds(bps, {})]).toEqual(["1 % to 30 %", undefined]);
});

test("boundary: one vote goes exactly as far as its largest step", () => {
  const most = parseGuardrails(days, { mostChange: "4 d" });
  for (const after of [10n, 18n]) checkMostChange(days, most, "Wait", { before: 14n, after });
  for (const after of [9n, 19n])
    expect(() => checkMostChange(days, most, "Wait", { before: 14n, after })).toThrow(
      `${after} d is too far: one vote may change Wait by at most 4 d.`,
    );
  expect(describeMostChange(days, most)).toBe("4 d");
});

test("boundary: a share is of the value there is, floored; of zero there is none", () => {
  const most: Guardrails = { ...none, mostChangeShare: 100_000n };
  checkMostChange(bps, most, "Fee", { before: 1_009n, after: 1_109n });
  expect(() => checkMostChange(bps, most, "Fee", { before: 1_009n, after: 1_110n })).toThrow("at most 1 % (10 %)");
  checkMostChange(bps, most, "Fee", { before: 0n, after: 5_000n });
  expect(describeMostChange(bps, { ...most, mostChange: 200n })).toBe("2 % and 10 % of what it is");
});

test("law: a change is refused exactly where it is larger than the step", () => {
  fc.assert(
    fc.property(fc.bigInt(-1_000n, 1_000n), fc.bigInt(-1_000n, 1_000n), fc.bigInt(1n, 500n), (before, after, most) => {
      const check = () => checkMostChange(bps, { ...none, mostChange: most }, "Fee", { before, after });
      const size = after > before ? after - before : before - after;
      if (size <= most) check();
      else expect(check).toThrow(Refusal);
    }),
  );
});

test("boundary: a parameter rests until the second its rest is over", () => {
  expect(() => checkCooldown("Fee", 86_400, 1_000, 87_399)).toThrow(
    "Fee rests for 1 d after a vote has changed it: 1 s are left.",
  );
  checkCooldown("Fee", 86_400, 1_000, 87_400);
  checkCooldown("Fee", 86_400, undefined, 0);
  checkCooldown("Fee", undefined, 1_000, 1_000);
});

const part = (title: string, raw: bigint): Part => ({ title, codec: bps, raw });

test("error: a sum says how far it is off", () => {
  checkSum([part("Node", 7_000n), part("Operator", 3_000n)], 10_000n);
  expect(() => checkSum([part("Node", 7_000n), part("Operator", 2_500n)], 10_000n)).toThrow(
    "Together they must be 100 %; this makes 95 %, 5 % too little.",
  );
  expect(() => checkSum([part("Node", 7_000n), part("Operator", 3_500n)], 10_000n)).toThrow("105 %, 5 % too much");
});

test("boundary: an order allows equals unless it is strict", () => {
  checkAscending([part("Low", 1n), part("High", 1n)], false);
  expect(() => checkAscending([part("Low", 1n), part("High", 1n)], true)).toThrow(
    "Low (0.01 %) must be below High (0.01 %).",
  );
  expect(() => checkAscending([part("Low", 2n), part("High", 1n)], false)).toThrow("must be at most");
});

test("law: a sum holds for what makes it up, and for nothing a unit off", () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt(0n, 10n ** 20n), { minLength: 2, maxLength: 6 }), fc.boolean(), (raws, up) => {
      const total = raws.reduce((sum, raw) => sum + raw, 0n);
      const parts = raws.map((raw, index) => part(`Part ${index}`, raw));
      checkSum(parts, total);
      expect(() => checkSum(parts, up ? total + 1n : total - 1n)).toThrow(Refusal);
    }),
  );
});

test("law: an order holds exactly where sorting changes nothing", () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt(0n, 5n), { minLength: 2, maxLength: 5 }), fc.boolean(), (raws, strict) => {
      const sorted = raws.every((raw, index) => {
        const before = raws[index - 1];
        return before === undefined || before < raw || (!strict && before === raw);
      });
      const check = () =>
        checkAscending(
          raws.map((raw, index) => part(`Part ${index}`, raw)),
          strict,
        );
      if (sorted) check();
      else expect(check).toThrow(Refusal);
    }),
  );
});

const members = [
  { id: "node-share", title: "Node share" },
  { id: "operator-share", title: "Operators" },
  { id: "node-share-late", title: "Late nodes" },
  { id: "reserve", title: "Reserve (held back)" },
];

test.each([
  ["node-share 70 %, reserve 5 %", ["node-share=70 %", "reserve=5 %"]],
  ["operator 25 %", ["operator-share=25 %"]],
  ["Operators: 25 %; reserve = 5 %", ["operator-share=25 %", "reserve=5 %"]],
  ["late 1,000 HELIO,reserve 2,500 HELIO", ["node-share-late=1,000 HELIO", "reserve=2,500 HELIO"]],
  ["node-share-late 3 %\nnode-share 4 %", ["node-share-late=3 %", "node-share=4 %"]],
  ["Reserve (held back) 5 %,", ["reserve=5 %"]],
  ["reserve -5", ["reserve=-5"]],
])("default: %s is read", (text, expected) => {
  expect(readWrittenGroup(members, text).map(({ member, value }) => `${member.id}=${value}`)).toEqual(expected);
});

test.each([
  ["", "changes nothing"],
  [" , ;", "changes nothing"],
  ["node 70 %", "“node” could be several"],
  ["nobody 70 %", "no “nobody”"],
  ["reserve", "without a value"],
  ["reserve 5 %, Reserve 6 %", "named twice"],
  ["70 %", "no “70”"],
])("error: “%s” is refused: %s", (text, why) => {
  expect(() => readWrittenGroup(members, text)).toThrow(Refusal);
  expect(() => readWrittenGroup(members, text)).toThrow(why);
});
