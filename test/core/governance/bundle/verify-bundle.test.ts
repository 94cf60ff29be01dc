import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical } from "../../../../src/core/canonical.ts";
import { digestEvent } from "../../../../src/core/event-chain.ts";
import type { Bundle } from "../../../../src/core/governance/bundle/bundle.ts";
import { rootOf } from "../../../../src/core/governance/bundle/make-bundle.ts";
import { verifyBundle } from "../../../../src/core/governance/bundle/verify-bundle.ts";
import { countVote } from "../../../../src/core/governance/count-vote.ts";
import { madeBundle } from "../../../support/bundle.ts";
import { createRandom } from "../../../support/random.ts";

const shape = { electors: 6, admitted: 2, ballots: 11, between: 3 };
const { text } = madeBundle({ ...shape, random: createRandom(3) });

type Path = (string | number)[];

/** Every place in a value: containers and what they hold. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const keys: Path = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  return [
    ...(path.length > 0 ? [path] : []),
    ...keys.flatMap((key) => pathsOf(Reflect.get(value, key), [...path, key])),
  ];
}

function parse(): Bundle {
  return JSON.parse(text) as Bundle;
}

/** As somebody would who has the file, knows its format and makes its root right again. */
function forge(change: (bundle: Bundle) => void): Bundle {
  const bundle = parse();
  change(bundle);
  return { ...bundle, root: rootOf(bundle) };
}

function holder(bundle: unknown, path: Path): { at: object; key: string | number } {
  const at = path.slice(0, -1).reduce<unknown>((inner, key) => Reflect.get(Object(inner), key), bundle);
  return { at: at as object, key: path.at(-1) ?? "" };
}

function flip(value: unknown): unknown {
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  if (typeof value !== "string") return "other";
  // The last letter, and so that it stays what it was: a digit a digit.
  const last = value.at(-1) ?? "";
  return value.slice(0, -1) + (last === "1" ? "2" : "1");
}

function change(target: object | undefined, to: Record<string, unknown>): void {
  Object.assign(target ?? {}, to);
}

test("default: a bundle as it was made proves everything and has no problem", async () => {
  const { problems, proved, decision, root } = await verifyBundle(parse());
  expect(problems).toEqual([]);
  expect(proved).toHaveLength(8);
  expect(decision?.turnout.voters).toBe(8);
  expect(root).toBe(parse().root);
  expect((await verifyBundle(parse(), { posted: parse().root })).proved).toHaveLength(9);
});

test("default: the root is sha256sum of the file without it", () => {
  const command = `sed 's/,"root":"0x[0-9a-f]*"}$/}/' | sha256sum`;
  const sum = execFileSync("sh", ["-c", command], { input: text, encoding: "utf8" }).slice(0, 64);
  expect(parse().root).toBe(`0x${sum}`);
});

test("behavior: the root is found from the file's own bytes, or from what it holds where somebody wrote it anew", async () => {
  const { root } = parse();
  for (const written of [text, `${text}\n`, JSON.stringify(parse(), null, 2), "{}"])
    expect(await verifyBundle(parse(), { posted: root, text: written })).toMatchObject({ root, problems: [] });
  const other = text.replace("Batteries", "batteries");
  const { problems } = await verifyBundle(JSON.parse(other), { posted: root, text: other });
  expect(problems.filter((problem) => problem.includes(root))).toHaveLength(2);
});

test("law: the recount of any bundle is the live count, and its text is the same each time", async () => {
  const sizes = fc.record({
    ...{ electors: fc.integer({ min: 1, max: 12 }), admitted: fc.integer({ min: 0, max: 3 }) },
    ...{ ballots: fc.integer({ min: 0, max: 30 }), between: fc.integer({ min: 0, max: 4 }), seed: fc.nat() },
  });
  await fc.assert(
    fc.asyncProperty(sizes, async ({ seed, ...size }) => {
      const { facts, text: written } = madeBundle({ ...size, random: createRandom(seed) });
      const turned = {
        ...facts,
        electors: [...facts.electors].reverse(),
        ballots: [...facts.ballots].reverse(),
      };
      const { problems, decision } = await verifyBundle(JSON.parse(written));
      expect(problems).toEqual([]);
      expect(decision).toEqual(countVote({ ...facts.proposal, ...turned, moments: { outages: [] } }));
      expect(madeBundle({ ...size, random: createRandom(seed) }).text).toBe(written);
    }),
    { numRuns: 40 },
  );
});

test("law: nothing in a bundle can change, go, come twice or be new without being found, even with its root made right", async () => {
  const paths = pathsOf(parse()).filter(([key]) => key !== "root");
  expect(paths.length).toBeGreaterThan(400);
  const missed: string[] = [];
  const found = async (bundle: Bundle) => (await verifyBundle(bundle)).problems.length > 0;
  for (const path of paths) {
    const deeds: Record<string, (at: object, key: string | number) => void> = {
      flipped: (at, key) => void Reflect.set(at, key, flip(Reflect.get(at, key))),
      removed: (at, key) => void (Array.isArray(at) ? at.splice(Number(key), 1) : Reflect.deleteProperty(at, key)),
      doubled: (at, key) =>
        void (Array.isArray(at) ? at.splice(Number(key), 0, at[Number(key)]) : Reflect.set(at, `${key}2`, 1)),
    };
    for (const [name, deed] of Object.entries(deeds)) {
      const forged = forge((bundle) => {
        const { at, key } = holder(bundle, path);
        deed(at, key);
      });
      if (!(await found(forged))) missed.push(`${path.join(".")} ${name}`);
    }
  }
  expect(missed).toEqual([]);
});

test("law: two rows that changed places are found, wherever they stand", async () => {
  const lists = ["electors", "ballots", "events"] as const;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...lists), fc.nat(), fc.nat(), async (list, a, b) => {
      const forged = forge((bundle) => {
        const rows: unknown[] = bundle[list];
        const [from, to] = [a % rows.length, b % rows.length];
        fc.pre(from !== to);
        [rows[from], rows[to]] = [rows[to], rows[from]];
      });
      expect((await verifyBundle(forged)).problems).not.toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test("law: any other text or number in any place changes the root", async () => {
  const paths = pathsOf(parse()).filter(([key]) => key !== "root");
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), fc.jsonValue(), async (path, value) => {
      const bundle = parse();
      const { at, key } = holder(bundle, path);
      fc.pre(JSON.stringify(Reflect.get(at, key)) !== JSON.stringify(value));
      Reflect.set(at, key, value);
      expect((await verifyBundle(bundle)).problems).not.toEqual([]);
    }),
    { numRuns: 100 },
  );
});

describe("error: what is wrong is named", () => {
  const lastBallot = (bundle: Bundle) => bundle.ballots.at(-1) as Bundle["ballots"][number];
  test.each<[string, (bundle: Bundle) => void, RegExp]>([
    [
      "a changed choice",
      (bundle) => change(lastBallot(bundle), { choice: lastBallot(bundle).choice === "for" ? "against" : "for" }),
      /ballots row 11 \(\d+ of 7\d+\) is not what event \d+ recorded/,
    ],
    [
      "a ballot hidden behind its event's digest",
      (bundle) => {
        const { event } = lastBallot(bundle);
        bundle.ballots.pop();
        bundle.events = bundle.events.map((one) =>
          "body" in one && one.seq === event
            ? { seq: one.seq, digest: digestEvent({ ...one, body: canonical(one.body) }) }
            : one,
        );
      },
      /^When the vote closed, 13 events had been recorded of it; here are 12, or others\./,
    ],
    ["a removed ballot", (bundle) => void bundle.ballots.pop(), /ballots lack the one of 7\d+ that event \d+ recorded/],
    [
      "an added ballot",
      (bundle) => void bundle.ballots.push({ ...lastBallot(bundle), id: `${BigInt(lastBallot(bundle).id) + 1n}` }),
      /ballots row 12 .* has no event of its own/,
    ],
    [
      "a heavier voter",
      (bundle) => change(bundle.electors[0], { weight: "10" }),
      /electors without "admitted" are not those recorded/,
    ],
    [
      "a removed event",
      (bundle) => void bundle.events.splice(3, 1),
      /events row 4 is event 12, where 11 had to follow/,
    ],
    [
      "another title",
      (bundle) => change(bundle.proposal, { title: "x" }),
      /proposal.hash is not the hash of the proposal/,
    ],
    [
      "another result",
      (bundle) => change(bundle.result, { outcome: "no-quorum" }),
      /result is not what the ballots give/,
    ],
    ["another format", (bundle) => change(bundle, { format: "steward-bundle/1" }), /format: .*steward-bundle\/2/],
  ])("%s", async (_, change, sentence) => {
    expect((await verifyBundle(forge(change))).problems.join("\n")).toMatch(sentence);
  });

  test("another root than the one posted", async () => {
    expect((await verifyBundle(parse(), { posted: `0x${"0".repeat(64)}` })).problems.join()).toContain(
      "not the bundle that was posted",
    );
  });

  test("what is no bundle at all, or cannot be computed with", async () => {
    for (const wrong of [null, 1, [], {}, { ...parse(), events: [] }])
      expect((await verifyBundle(wrong)).problems).not.toEqual([]);
    const { problems } = await verifyBundle(forge((bundle) => change(bundle.proposal.rulePack, { title: 5 })));
    expect(problems.join()).toContain("not a rule pack");
  });
});

test("behavior: a vote whose result was forged through and through is found by the root alone", async () => {
  const { text: other } = madeBundle({ ...shape, random: createRandom(4) });
  expect((await verifyBundle(JSON.parse(other))).problems).toEqual([]);
  expect((await verifyBundle(JSON.parse(other), { posted: parse().root })).problems).toHaveLength(1);
  expect(canonical(JSON.parse(other))).toBe(other);
});
