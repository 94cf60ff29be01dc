import { describe, expect, test } from "vitest";
import type { Ballot, Side } from "../../../../src/core/governance/ballots/choice.ts";
import { decide } from "../../../../src/core/governance/decide.ts";
import { makeElectorate } from "../../../../src/core/governance/electorate/make-electorate.ts";
import type { RulePack } from "../../../../src/core/governance/rule-pack.ts";

const pack: RulePack = {
  title: "Late",
  counting: "for-against-abstain",
  quorum: { kind: "absolute", weight: 50n, counts: ["for", "abstain"] },
  approval: { share: 500_000n, comparison: "more-than" },
  lateQuorum: { seconds: 100 },
  outage: { longerThanSeconds: 60, atMostSeconds: 300 },
};
const electorate = makeElectorate([
  { voter: "a", weight: 50n },
  { voter: "b", weight: 60n },
  { voter: "c", weight: 1n },
]);
const ballot = (voter: string, choice: Side, at: number): Ballot => ({ voter, choice, at });
const run = (ballots: Ballot[], more: { history?: Ballot[]; outages?: { from: number; to: number }[] } = {}) => {
  const { outages = [], ...rest } = more;
  return decide({ pack, electorate, ballots, ...rest, times: { opensAt: 0, closesAt: 1_000, outages } });
};

describe("a late quorum", () => {
  test.each([
    ["long before the end moves nothing", 899, 1_000],
    ["exactly the extension before the end moves nothing", 900, 1_000],
    ["one second later moves the end by one", 901, 1_001],
    ["in the last second gives the whole extension", 999, 1_099],
  ])("boundary: reached %s", (_, at, closesAt) => {
    expect(run([ballot("a", "for", at)]).deadline?.closesAt).toBe(closesAt);
  });
  test("boundary: a ballot at the end is too late to extend it, and does not count", () => {
    const { deadline, outcome, uncounted } = run([ballot("a", "for", 1_000)]);
    expect([deadline?.closesAt, outcome, uncounted]).toEqual([
      1_000,
      "no-quorum",
      [{ voter: "a", why: "cast after the end" }],
    ]);
  });
  test("behavior: what comes in the extension counts, and does not extend again", () => {
    const { deadline, outcome } = run([ballot("a", "for", 990), ballot("b", "against", 1_089)]);
    expect([deadline?.closesAt, outcome]).toEqual([1_090, "rejected"]);
    expect(run([ballot("a", "for", 990), ballot("b", "against", 1_090)]).outcome).toBe("passed");
  });
  test("behavior: reached once is reached, though a changed ballot takes it away again", () => {
    const history = [ballot("a", "for", 950), ballot("a", "against", 960)];
    expect(run([ballot("a", "against", 960)], { history }).deadline).toEqual({
      closesAt: 1_050,
      extensions: [{ why: "late-quorum", closesAt: 1_050 }],
    });
    expect(run([ballot("a", "against", 960)]).deadline?.closesAt).toBe(1_000);
  });
  test("error: a ballot without its time, where times decide", () => {
    expect(() => run([{ voter: "a", choice: "for" }])).toThrow("has no time");
  });
});

describe("outages", () => {
  const end = (...outages: [number, number][]) =>
    run([], { outages: outages.map(([from, to]) => ({ from, to })) }).deadline?.closesAt;
  test.each([
    ["exactly as long as is borne", [[100, 160]], 1_000],
    ["one second longer", [[100, 161]], 1_061],
    [
      "two that overlap count each second once",
      [
        [100, 200],
        [150, 250],
      ],
      1_150,
    ],
    [
      "only what lies within the vote",
      [
        [-500, 100],
        [900, 5_000],
      ],
      1_200,
    ],
    ["no more than is made up for", [[0, 900]], 1_300],
  ] as [string, [number, number][], number][])("boundary: %s", (_, outages, expected) => {
    expect(end(...outages)).toBe(expected);
  });
});
