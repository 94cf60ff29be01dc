import fc from "fast-check";
import { expect, test } from "vitest";
import { readChoice } from "../../../../src/core/governance/ballots/read-choice.ts";
import { Refusal } from "../../../../src/errors.ts";

type Pack = Parameters<typeof readChoice>[0];
const quorum = { kind: "absolute", weight: 0n, counts: ["cast"] } as const;
const names = ["Oak", "Pine", "Elm"];
const scored = (counting: "single-choice" | "approval" | "weighted"): Pack => ({
  title: "T",
  counting,
  quorum,
  tie: "none",
});
const ranked = (partial: boolean): Pack => ({
  title: "T",
  counting: "ranked",
  quorum,
  partial,
  elimination: "none",
  majorityBase: "all",
});
const sides: Pack = {
  title: "T",
  counting: "for-against-abstain",
  quorum,
  approval: { share: 500_000n, comparison: "more-than" },
};
const vetoing: Pack = { ...sides, veto: { kind: "absolute", weight: 1n } } as Pack;

test.each([
  [sides, "for", "for"],
  [sides, "Against", "against"],
  [sides, " YES ", "for"],
  [sides, "nay", "against"],
  [sides, 3, "abstain"],
  [vetoing, "veto", "veto"],
  [vetoing, 4, "veto"],
  [scored("single-choice"), 1, 0],
  [scored("single-choice"), "3", 2],
  [scored("single-choice"), "Pine", 1],
  [scored("single-choice"), [2], 1],
  [scored("approval"), [3, "Oak"], [2, 0]],
  [ranked(true), [2], [1]],
  [ranked(false), [3, 1, 2], [2, 0, 1]],
  [scored("weighted"), { 1: 60, 3: 40 }, { choices: [0, 2], parts: [3n, 2n] }],
  [scored("weighted"), { Oak: "0.5", Elm: 1.5 }, { choices: [0, 2], parts: [1n, 3n] }],
  [
    scored("weighted"),
    [
      [3, 1],
      ["Oak", 0],
    ],
    { choices: [2], parts: [1n] },
  ],
] as [Pack, unknown, unknown][])("default: %#", (pack, written, expected) => {
  expect(readChoice(pack, names, written)).toEqual(expected);
});

test.each([
  ["a key with a leading zero", scored("weighted"), { "01": 1 }, "without leading zeros"],
  ["a choice twice under two names", scored("weighted"), { 1: 1, Oak: 1 }, 'names "Oak" twice'],
  ["an infinite part", scored("weighted"), { 1: Number.POSITIVE_INFINITY }, "not a number that can be counted exactly"],
  ["a part that is no number", scored("weighted"), { 1: Number.NaN }, "not a number"],
  ["a part in words", scored("weighted"), { 1: "Infinity" }, "not a number"],
  ["a part with an exponent", scored("weighted"), { 1: "1e3" }, "not a number"],
  ["a part below zero", scored("weighted"), { 1: -1, 2: 2 }, "below zero"],
  ["a part beyond 2^53", scored("weighted"), { 1: 2 ** 53 }, "not a number"],
  ["float noise", scored("weighted"), { 1: 0.1 + 0.2 }, "not a number"],
  ["nothing at all for anybody", scored("weighted"), { 1: 0 }, "says nothing"],
  ["an empty split", scored("weighted"), {}, "says nothing"],
  ["more than a million parts", scored("weighted"), { 1: 1_000_003, 2: 1 }, "a million parts"],
  ["a prototype's key", scored("weighted"), JSON.parse('{"__proto__": 1}'), 'no choice "__proto__"'],
  ["a constructor's name", scored("single-choice"), "constructor", 'no choice "constructor"'],
  ["a prototype's word for a side", sides, "toString", "A ballot says for, against or abstain"],
  ["an empty approval", scored("approval"), [], "approves nothing"],
  ["a choice approved twice", scored("approval"), [1, "1"], 'approves "Oak" twice'],
  ["a rank twice", ranked(true), [1, 2, 1], 'ranks "Oak" twice'],
  ["a ranking with gaps where all are asked for", ranked(false), [1, 2], "ranks 2 of 3"],
  ["an unknown choice", scored("single-choice"), 4, "There is no choice 4"],
  ["choice zero", scored("single-choice"), 0, "There is no choice 0"],
  ["half a choice", scored("single-choice"), 1.5, "whole numbers"],
  ["a leading zero", scored("single-choice"), "01", "without leading zeros"],
  ["a veto where there is none", sides, "veto", 'not "veto"'],
  ["side zero", sides, 0, "not 0"],
  ["nothing", sides, undefined, "not nothing"],
  ["null", scored("approval"), null, "not null"],
  ["several where one is asked for", scored("single-choice"), [1, 2], "There is no choice a list"],
  ["a list where parts are asked for", scored("weighted"), [1, 2], "as pairs"],
] as [string, Pack, unknown, string][])("error: %s", (_, pack, written, why) => {
  expect(() => readChoice(pack, names, written)).toThrow(Refusal);
  expect(() => readChoice(pack, names, written)).toThrow(why);
});

test("law: whatever is written, it is read exactly or refused with a sentence", () => {
  const packs = [
    sides,
    vetoing,
    scored("single-choice"),
    scored("approval"),
    scored("weighted"),
    ranked(true),
    ranked(false),
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...packs),
      fc.oneof(fc.anything(), fc.dictionary(fc.string(), fc.double()), fc.array(fc.oneof(fc.integer(), fc.string()))),
      (pack, written) => {
        try {
          readChoice(pack, names, written);
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
          expect((error as Refusal).message).toMatch(/^[A-Z"0-9-].*\.$/s);
        }
      },
    ),
    { numRuns: 3_000 },
  );
});
