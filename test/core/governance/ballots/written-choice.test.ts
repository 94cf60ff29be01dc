import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sides } from "../../../../src/core/governance/ballots/choice.ts";
import {
  byPlace,
  LONGEST_PACKED,
  packChoice,
  unpackChoice,
} from "../../../../src/core/governance/ballots/pack-choice.ts";
import {
  admitChoice,
  readTyped,
  sayChoice,
  type WrittenChoice,
} from "../../../../src/core/governance/ballots/written-choice.ts";
import type { Counting, RulePack } from "../../../../src/core/governance/rule-pack.ts";
import { sealId } from "../../../../src/discord/custom-id.ts";
import { limits } from "../../../../src/discord/limits.ts";
import { Refusal } from "../../../../src/errors.ts";

type Pack = RulePack<Counting>;
const quorum = { kind: "absolute", weight: 0n, counts: ["cast"] } as const;
const common = { title: "T", quorum } as const;
const sidesPack: Pack = {
  ...common,
  counting: "for-against-abstain",
  approval: { share: 500_000n, comparison: "more-than" },
  veto: { kind: "absolute", weight: 1n },
};
const packs: Record<string, Pack> = {
  "for-against-abstain": sidesPack,
  "two-house": { title: "T", counting: "two-house", houses: { one: sidesPack as RulePack } },
  "single-choice": { ...common, counting: "single-choice", tie: "none" },
  approval: { ...common, counting: "approval", tie: "none" },
  ranked: { ...common, counting: "ranked", partial: true, elimination: "none", majorityBase: "all" },
  condorcet: { ...common, counting: "condorcet", partial: true, tieBreak: "none" },
  weighted: { ...common, counting: "weighted", tie: "none" },
  quadratic: { ...common, counting: "quadratic", tie: "none", rootDecimals: 6 },
};

/** Names that could be taken for places, or for parts of an id, among them. */
const names = fc.uniqueArray(
  fc.oneof(fc.string({ minLength: 1, maxLength: 80 }), fc.integer({ min: 0, max: 30 }).map(String)),
  { minLength: 2, maxLength: 25 },
);

/** A ballot as it is filled in by clicking: by places. */
function filledIn(counting: Counting, many: number): fc.Arbitrary<unknown> {
  const place = fc.integer({ min: 1, max: many });
  const places = fc.uniqueArray(place, { minLength: 1, maxLength: many });
  const part = fc.oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 40_000 })).map(String);
  if (counting === "single-choice") return place;
  if (counting === "approval" || counting === "ranked" || counting === "condorcet") return places;
  if (counting === "weighted" || counting === "quadratic")
    return places.chain((chosen) => fc.tuple(...chosen.map((one) => fc.tuple(fc.constant(one), part))));
  return fc.constantFrom(...sides);
}

const admitted = (pack: Pack) =>
  names.chain((all) =>
    filledIn(pack.counting, all.length).map((filled) => ({ all, kept: admitChoice(pack, all, filled) })),
  );

function packed(choice: WrittenChoice): string | undefined {
  try {
    return packChoice(choice);
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal);
    return undefined;
  }
}

describe.each(Object.entries(packs))("%s", (_, pack) => {
  test("law: what is packed comes back the same, whatever the choices are called, or was refused for its length", () => {
    fc.assert(
      fc.property(admitted(pack), ({ all, kept }) => {
        const text = packed(kept);
        if (text === undefined) {
          expect(Object.keys(kept).length).toBeGreaterThan(10);
          return;
        }
        expect(admitChoice(pack, all, unpackChoice(text))).toEqual(kept);
        // The longest kind, and a proposal's number of nine digits.
        const id = sealId((value) => value.padEnd(64, "0").slice(-64), { server: "1", member: "2" }, "cast-why", [
          999_999_999,
          text,
          "card",
        ]);
        expect(id.length).toBeLessThanOrEqual(limits.customId);
      }),
    );
  });

  test("law: what is kept is read back by place", () => {
    fc.assert(
      fc.property(admitted(pack), ({ all, kept }) => {
        expect(admitChoice(pack, all, byPlace(kept))).toEqual(kept);
      }),
    );
  });
});

test("boundary: all of twenty-five choices can be ranked, and given one digit each", () => {
  const all = Array.from({ length: 25 }, (_, index) => index + 1);
  expect(packChoice(all)).toHaveLength(25);
  const split = Object.fromEntries(all.map((place) => [String(place), String(place)]));
  expect(packChoice(split)).toHaveLength(LONGEST_PACKED);
  expect(() => packChoice({ ...split, 1: "36" })).toThrow("more finely than a button can carry");
});

test.each(["", "for ", "a", "A1B", "AB1", "A1:B2", "1A", "Az9z9z9z9", "A-1", "A1 B2", "favour"])(
  "error: %j is nothing that was packed, and says so before any ballot",
  (text) => {
    const read = () => admitChoice(packs["weighted"] as Pack, ["Oak", "Pine"], unpackChoice(text));
    expect(read).toThrow(Refusal);
  },
);

const three = ["Oak", "Pine", "Elm"];

test.each<[Counting, string, WrittenChoice]>([
  ["for-against-abstain", " Yes ", "for"],
  ["for-against-abstain", "VETO", "veto"],
  ["single-choice", "pine", 2],
  ["single-choice", "3", 3],
  ["approval", "elm, Oak", [1, 3]],
  ["approval", "3;1", [1, 3]],
  ["ranked", "Elm > oak", [3, 1]],
  ["ranked", "2, 3, 1", [2, 3, 1]],
  ["condorcet", "2\n1", [2, 1]],
  ["weighted", "Oak 60, Elm 40", { "1": "3", "3": "2" }],
  ["weighted", "1: 60 %; 3: 40%", { "1": "3", "3": "2" }],
  ["quadratic", "Oak = 1.5\nPine=0.5", { "1": "3", "2": "1" }],
])("default: %s: %j is understood", (counting, typed, kept) => {
  const pack = packs[counting] as Pack;
  expect(admitChoice(pack, three, readTyped(pack, three, typed))).toEqual(kept);
});

test.each<[Counting, string, string]>([
  ["single-choice", "01", "without leading zeros"],
  ["single-choice", "4", "choose from 1 to 3"],
  ["single-choice", "Oak, Elm", "no choice"],
  ["approval", "Oak, 1", "twice"],
  ["approval", " , ", "approves nothing"],
  ["ranked", "Oak > Elm > oak", "twice"],
  ["weighted", "Oak", "does not say which choice gets how much"],
  ["weighted", "01: 60", "without leading zeros"],
  ["weighted", "Oak 60, 1: 40", "twice"],
  ["weighted", "Oak -60", "does not say which choice gets how much"],
  ["weighted", "Oak 0", "says nothing"],
  ["weighted", "Oak 1000001, Elm 1", "a million parts"],
])("error: %s: %j is refused", (counting, typed, why) => {
  const pack = packs[counting] as Pack;
  expect(() => admitChoice(pack, three, readTyped(pack, three, typed))).toThrow(why);
});

test("behavior: a choice is meant by its name first, and one with a comma in its name by it alone", () => {
  const odd = ["2", "1", "Yes, now"];
  expect(admitChoice(packs["single-choice"] as Pack, odd, "2")).toBe(1);
  expect(admitChoice(packs["single-choice"] as Pack, odd, 2)).toBe(2);
  expect(admitChoice(packs["approval"] as Pack, odd, readTyped(packs["approval"] as Pack, odd, "Yes, now"))).toEqual([
    3,
  ]);
});

test.each<[Counting, WrittenChoice, string]>([
  ["for-against-abstain", "against", "Against"],
  ["single-choice", 2, "Pine"],
  ["approval", [1, 3], "Oak, Elm"],
  ["ranked", [3, 1], "1. Elm · 2. Oak"],
  ["weighted", { "1": "3", "3": "2" }, "Oak 60 %, Elm 40 %"],
  ["quadratic", { "1": "1", "2": "2" }, "Oak about 33.3 %, Pine about 66.6 %"],
])("default: %s: %j is said as it is meant", (counting, kept, said) => {
  expect(sayChoice(packs[counting] as Pack, three, kept)).toBe(said);
});
