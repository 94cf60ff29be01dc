import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { recount } from "../../src/core/governance/contest/recount.ts";

const folder = mkdtempSync(join(tmpdir(), "verify-"));
afterAll(() => rmSync(folder, { recursive: true }));

function verify(contest: unknown, ...flags: string[]) {
  const file = join(folder, "contest.json");
  writeFileSync(file, typeof contest === "string" ? contest : JSON.stringify(contest));
  const { status, stdout, stderr } = spawnSync(process.execPath, ["src/cli/steward.ts", "verify", file, ...flags], {
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

const contest = {
  pack: "open-zeppelin",
  decimals: 2,
  electorate: { ada: "4.00", ben: 2.5, cleo: 3.5 },
  ballots: [
    { voter: "ada", choice: "for" },
    { voter: "ben", choice: "maybe" },
    { voter: "dan", choice: "for" },
  ],
};

test("default: the result, why, and each refused row are printed, and a clean file is code 0", () => {
  const { status, stdout } = verify(contest);
  expect(status).toBe(0);
  expect(stdout).toContain("OpenZeppelin Governor: passed");
  expect(stdout).toContain("Enough weight took part: 4 of the 0.4 needed.");
  expect(stdout).toContain('row 2 (ben): A ballot says for, against or abstain, not "maybe".');
  expect(stdout).toContain("row 3 (dan): Its voter is not in the electorate.");
});

test("behavior: --json prints the whole decision with weights as text, --strict fails on refused ballots", () => {
  const { status, stdout, stderr } = verify(contest, "--json", "--strict");
  expect(status).toBe(1);
  expect(stderr).toContain("2 ballots were refused");
  expect(JSON.parse(stdout)).toMatchObject({
    outcome: "passed",
    totals: [{ choice: "For", weight: "400", voters: 1 }, {}, {}],
    quorum: { reached: "400", needed: "40", met: true },
    refused: [
      { row: 2, voter: "ben" },
      { row: 3, voter: "dan" },
    ],
  });
});

test("error: no file, no JSON, no contest: a sentence and code 1", () => {
  expect(verify("{").stderr).toMatch(/is not JSON/);
  const nothing = verify([]);
  expect([nothing.status, nothing.stderr]).toEqual([1, "The contest is a list, not an object.\n"]);
  const missing = spawnSync(process.execPath, ["src/cli/steward.ts", "verify", join(folder, "none.json")], {
    encoding: "utf8",
  });
  expect([missing.status, missing.stderr]).toEqual([1, expect.stringContaining("cannot be read")]);
});

describe("malformed contests are refused, naming what is wrong", () => {
  test.each([
    ["an unknown key", { quorom: 1 }, 'keys that mean nothing here: "quorom"'],
    ["an unknown pack", { pack: "tally" }, 'no rule pack "tally"'],
    [
      "every wrong row of an electorate",
      {
        electorate: [
          ["a", -1],
          ["b", "x"],
          ["c", 2 ** 60],
          ["d", 1],
        ],
      },
      /row 1 has a weight below zero.*\n.*row 2 has the weight "x".*\n.*row 3 has the weight \d+, which a JSON number cannot hold/,
    ],
    ["a weight finer than its decimals", { electorate: { a: "0.001" } }, "finer than its 2 decimals"],
    [
      "a circle of delegations",
      {
        pack: "snapshot-basic",
        delegations: [
          { from: "ada", to: "ben" },
          { from: "ben", to: "ada" },
        ],
      },
      "in a circle",
    ],
    ["delegations where there are none", { delegations: [{ from: "ada", to: "ben" }] }, "knows no delegation"],
    ["ballots that are no list", { ballots: "for" }, "not a list of ballots"],
    ["less weight than its rows", { total: 1 }, "more than all weight there is"],
    ["a level that the pack has not", { level: "L9" }, "has no levels"],
    ["a level that is missing", { pack: "dimo" }, "say which of L1, L2, L3"],
    ["choices that are missing", { pack: "helium" }, "choices has to name each choice"],
    ["houses where there are none", { houses: {} }, "has no houses"],
  ] as [string, object, string | RegExp][])("error: %s", (_, change, why) => {
    expect(() => recount({ ...contest, ...change })).toThrow(why);
  });
});

describe("ballots of a bare contest", () => {
  const refused = (ballots: unknown, more: object = {}) =>
    recount({ ...contest, ballots, ...more }).refused.map(({ row, why }) => `${row}: ${why}`);
  test("behavior: of several the newest by time counts, then by id; nothing to tell them apart refuses all", () => {
    const two = (a: object, b: object) =>
      recount({
        ...contest,
        ballots: [
          { voter: "ada", choice: "for", ...a },
          { voter: "ada", choice: "against", ...b },
        ],
      });
    expect(two({ at: 1 }, { at: 2 })).toMatchObject({ replaced: 1, decision: { outcome: "no-quorum" } });
    expect(two({ at: 2 }, { at: 1 })).toMatchObject({ replaced: 1, decision: { outcome: "passed" } });
    expect(two({ id: "9" }, { id: "10" })).toMatchObject({ replaced: 1, decision: { outcome: "no-quorum" } });
    expect(two({}, {}).refused).toHaveLength(2);
    expect(two({ at: 5 }, {}).refused).toHaveLength(2);
  });
  test("error: weights that contradict the electorate, and counts of named voters", () => {
    expect(refused([{ voter: "ada", choice: 1, weight: 5 }])).toEqual([
      "1: It says a weight of 500, but the electorate says 400.",
    ]);
    expect(refused([{ voter: "ada", choice: 1, count: 2 }])).toEqual([
      expect.stringContaining("only ballots without a voter"),
    ]);
    expect(refused([{ choice: 1 }])).toEqual(["1: It names no voter, and there is an electorate."]);
    expect(refused([null, "for"])).toEqual(["1: It is null, not an object.", '2: It is "for", not an object.']);
  });
  test("behavior: without an electorate ballots bring their weights, and addresses are the same in any case", () => {
    const { decision, refused: out } = recount({
      pack: "snapshot-basic",
      decimals: 1,
      ballots: [
        { address: `0x${"aB".repeat(20)}`, choice: 1, vp: 0.1, created: 1 },
        { address: `0x${"Ab".repeat(20)}`, choice: 1, vp: 0.2, created: 2 },
        { address: "b", choice: 2, balance: "0.2" },
        { voter: "c", choice: 1, weight: 0.1 + 0.2 },
      ],
    });
    expect(decision).toMatchObject({ outcome: "rejected", turnout: { weight: 4n, electorate: undefined } });
    expect(out).toMatchObject([{ row: 4 }]);
  });
  test("boundary: 0.1 and 0.2 against 0.3 is a tie, which floats make a win", () => {
    const ballots = [
      { choice: 1, weight: 0.1 },
      { choice: 1, weight: 0.2 },
      { choice: 2, weight: 0.3 },
    ];
    expect(recount({ pack: "snapshot-basic", decimals: 1, ballots }).decision.reasons.at(-1)).toMatch(
      /^A tie does not pass/,
    );
  });
  test("behavior: a voter called __proto__ is a voter like any other", () => {
    const { decision } = recount(
      JSON.parse('{"pack":"open-zeppelin","electorate":{"__proto__":5,"b":1},"ballots":{"__proto__":"for"}}'),
    );
    expect(decision.totals[0]).toMatchObject({ weight: 5n, voters: 1 });
  });
});
