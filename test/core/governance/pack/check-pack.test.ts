import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical } from "../../../../src/core/canonical.ts";
import { explainPack } from "../../../../src/core/governance/pack/explain-pack.ts";
import { parsePack, writePack } from "../../../../src/core/governance/pack/parse-pack.ts";
import { packs } from "../../../../src/core/governance/packs/index.ts";
import { formatExactShare, makeShare, parseShare } from "../../../../src/core/governance/share.ts";

const sides = {
  title: "Test",
  counting: "for-against-abstain",
  quorum: { kind: "share", share: "4 %", counts: ["for", "abstain"] },
  approval: { share: "50 %", comparison: "more-than" },
};
const none = { kind: "absolute", weight: 0, counts: ["cast"] };
const ranked = {
  title: "Test",
  counting: "ranked",
  partial: true,
  elimination: "none",
  majorityBase: "all",
  quorum: none,
};
const single = { title: "Test", counting: "single-choice", tie: "none", quorum: none };
const optimistic = {
  title: "Test",
  counting: "optimistic",
  silencePasses: true,
  quorum: { kind: "absolute", weight: 3, counts: ["against"] },
};

test.each(Object.keys(packs))(
  "default: %s reads back from its JSON as it was, and is explained without a gap",
  (name) => {
    const pack = packs[name] ?? expect.fail();
    const written = JSON.parse(JSON.stringify(writePack(pack)));
    expect(canonical(parsePack(written))).toBe(canonical(pack));
    const lines = explainPack(pack);
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) expect(line).toMatch(/^[A-Z0-9"].*[.]$/);
    expect(lines.join(" ")).not.toMatch(/undefined|NaN|\[object/);
  },
);

describe("packs that could pass or fail by themselves", () => {
  test.each([
    ["silence would pass it", { ...optimistic, silencePasses: undefined }, "passes without a single ballot"],
    [
      "it says that silence passes, and silence does not",
      { ...sides, silencePasses: true },
      "does not pass without ballots",
    ],
    [
      "nothing is enough to reject it",
      { ...optimistic, quorum: { ...optimistic.quorum, weight: 0 } },
      "can never pass",
    ],
    [
      "nothing could ever reject it",
      { ...optimistic, quorum: { kind: "share", share: "100 %", comparison: "more-than", counts: ["against"] } },
      "can never be rejected",
    ],
    [
      "a quorum of more than 100 %",
      { ...sides, quorum: { kind: "share", share: "100 %", comparison: "more-than", counts: ["for"] } },
      "quorum is more than 100 %",
    ],
    [
      "approval of more than 100 %",
      { ...sides, approval: { share: "100 %", comparison: "more-than" } },
      "nothing is more than 100 %",
    ],
    [
      "a majority of more than 100 %",
      { ...single, majority: { share: "1/1", comparison: "more-than" } },
      "nothing is more than 100 %",
    ],
    [
      "a minimum of more than 100 %",
      { ...sides, minimum: { kind: "share", share: "100 %", comparison: "more-than" } },
      "minimum is more than 100 %",
    ],
    [
      "a veto that nothing triggers",
      { ...sides, veto: { kind: "absolute", weight: 0 } },
      "nothing at all is enough to veto",
    ],
    [
      "everybody would have to abstain",
      { ...sides, quorum: { kind: "share", share: "100 %", counts: ["abstain"] } },
      "does not count For",
    ],
    [
      "a level that can never pass",
      { ...sides, levels: { L1: {}, L2: { approval: { share: "100 %", comparison: "more-than" } } } },
      "nothing is more than 100 %",
    ],
    [
      "houses that only veto",
      { title: "T", counting: "two-house", houses: { a: optimistic, b: optimistic } },
      "vetoing houses only",
    ],
  ])("error: %s", (_, pack, why) => {
    expect(() => parsePack(JSON.parse(JSON.stringify(pack)))).toThrow(why);
  });

  test("boundary: exactly 100 % can be met", () => {
    const quorum = { kind: "share", share: "100 %", counts: ["for"] };
    expect(() => parsePack({ ...sides, quorum, approval: { share: "100 %", comparison: "at-least" } })).not.toThrow();
    expect(() => parsePack(optimistic)).not.toThrow();
  });
});

describe("declarations that contradict each other", () => {
  test.each([
    ["early with ballots that can be changed", { ...sides, early: true }, "lets ballots be changed"],
    [
      "a super-quorum with ballots that can be changed",
      { ...sides, superQuorum: { kind: "absolute", weight: 9 } },
      "lets ballots be changed",
    ],
    ["early in a runoff", { ...ranked, ballots: "final", early: true }, "which ranked counting"],
    ["early with a cap", { ...sides, ballots: "final", early: true, cap: "5 %" }, "cap leaves open"],
    [
      "early with overriding delegators",
      { ...sides, ballots: "final", early: true, delegation: { depth: "one-hop", override: true } },
      "take their weight back",
    ],
    [
      "a late quorum with delegations",
      { ...sides, lateQuorum: { seconds: 9 }, delegation: { depth: "one-hop", override: true } },
      "the moment it was reached",
    ],
    ["sides where ballots choose", { ...single, quorum: { ...none, counts: ["for"] } }, 'counts "for"'],
    ["a leader where ballots take sides", { ...sides, quorum: { ...none, counts: ["leader"] } }, 'counts "leader"'],
    ["all and a part of it again", { ...sides, quorum: { ...none, counts: ["cast", "for"] } }, "parts of it again"],
    ["veto without a veto", { ...sides, quorum: { ...none, counts: ["for", "veto"] } }, "declares no veto"],
    [
      "a virtual quorum that For alone fills",
      { ...sides, quorum: { ...sides.quorum, virtual: true } },
      "could not fill",
    ],
    ["a virtual quorum without a majority", { ...single, quorum: { ...none, virtual: true } }, "asks for no majority"],
    ["each that has a majority, without one", { ...single, winners: "each" }, "asks for no majority"],
    [
      "continuing ballots outside a runoff",
      { ...single, majority: { share: "50 %", comparison: "more-than", of: "continuing" } },
      "only a runoff",
    ],
  ])("error: %s", (_, pack, why) => {
    expect(() => parsePack(pack)).toThrow(why);
  });
});

test.each([
  [
    "a share without its sign",
    { ...sides, approval: { share: "50", comparison: "more-than" } },
    "approval.share This is not a share",
  ],
  ["a share as a number", { ...sides, approval: { share: 0.5, comparison: "more-than" } }, "approval.share"],
  [
    "a share above a whole",
    { ...sides, approval: { share: "101 %", comparison: "more-than" } },
    "between 0 % and 100 %",
  ],
  ["a division by nothing", { ...sides, approval: { share: "1/0", comparison: "more-than" } }, "not a share"],
  ["a key that means nothing", { ...sides, quroum: 1 }, "quroum"],
  ["a weight beyond 2^53 as a number", { ...sides, quorum: { ...none, weight: 2 ** 60 } }, "quorum.weight"],
  ["a way to count that does not exist", { ...sides, counting: "borda" }, "counting"],
])("error: %s", (_, pack, why) => {
  expect(() => parsePack(pack)).toThrow(why);
});

test("law: a share is one value in one form, and is read back from how it is written", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.bigInt({ min: 1n, max: 10n ** 12n }), (a, b) => {
      const [numerator, denominator] = a <= b ? [a, b] : [b, a];
      const share = makeShare(numerator, denominator === 0n ? 1n : denominator);
      expect(parseShare(formatExactShare(share))).toEqual(share);
      expect(makeShare(numerator * 7n, denominator * 7n)).toEqual(share);
    }),
  );
  expect(parseShare("1/2")).toBe(500_000n);
  expect(parseShare("66.67 %")).toBe(666_700n);
  expect(parseShare("33.3333333 %")).toEqual({ numerator: 333_333_333n, denominator: 1_000_000_000n });
});
