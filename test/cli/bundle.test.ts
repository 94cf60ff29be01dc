import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import { findRoot } from "../../src/actions/votes/bundle-vote.ts";
import { castVote } from "../../src/actions/votes/cast-vote.ts";
import { closeVote } from "../../src/actions/votes/close-vote.ts";
import type { Bundle } from "../../src/core/governance/bundle/bundle.ts";
import { createTestApp, interactionAt, START, type TestApp } from "../support/app.ts";
import { link, openFeeVote, wallets } from "../support/members.ts";
import { ids } from "../support/test-config.ts";

const script = fileURLToPath(new URL("../../src/cli/steward.ts", import.meta.url));

let app: TestApp;
let folder: string;
const ends: (() => void)[] = [];

/** The command as an operator or a member runs it, while Steward has the database open. */
function steward(...args: string[]) {
  const env = { PATH: process.env["PATH"], STEWARD_DATA: folder };
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd: folder,
    env,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

beforeAll(async () => {
  app = createTestApp({ onEnd: (close) => void ends.push(close) });
  folder = dirname(app.path);
  link(app, ids.ada, wallets.ada, 60n);
  await openFeeVote(app);
  const ballot = { proposal: 1, member: ids.ada, roles: [ids.member], choice: "for" };
  await castVote(app, { interaction: interactionAt(app.now() * 1000), ...ballot });
  app.set(START + 3_660);
  closeVote(app, 1);
  await openFeeVote(app, { value: "13 %" });
  return () => {
    for (const end of ends) end();
  };
});

test("default: a bundle is written while Steward runs, and verifies with nothing but the file", () => {
  const root = findRoot(app, 1) ?? "";
  expect(steward("bundle", "1")).toMatchObject({ status: 0, stdout: expect.stringContaining(root) });
  expect(steward("bundle", "1", "--to", "again.json").status).toBe(0);
  expect(readFileSync(join(folder, "again.json"))).toEqual(readFileSync(join(folder, "vote-1.json")));
  const { status, stdout } = steward("verify", "vote-1.json", "--root", root);
  expect(stdout).toContain("#1 · Set Operator fee to 12 %: passed");
  expect(stdout).toMatch(/Proved:\n( {2}✓ .+\n){9}\nBelieved:\n( {2}· .+\n){5}\nRoot: 0x/);
  expect(status).toBe(0);
});

test("behavior: --json prints all of it, also of a compressed file", () => {
  steward("bundle", "1", "--to", "small.json");
  writeFileSync(join(folder, "small.json.gz"), gzipSync(readFileSync(join(folder, "small.json"))));
  const { status, stdout } = steward("verify", "small.json.gz", "--json");
  expect(JSON.parse(stdout)).toMatchObject({ problems: [], decision: { outcome: "passed" }, root: findRoot(app, 1) });
  expect(status).toBe(0);
});

test("error: a changed row is named, and the exit code says so", () => {
  steward("bundle", "1", "--to", "changed.json");
  const file = join(folder, "changed.json");
  const bundle = JSON.parse(readFileSync(file, "utf8")) as Bundle;
  const ballots = bundle.ballots.map((ballot) => ({ ...ballot, choice: "against" }));
  writeFileSync(file, JSON.stringify({ ...bundle, ballots }));
  const { status, stdout } = steward("verify", "changed.json");
  expect(stdout).toMatch(/ballots row 1 \(\d+ of 7\d+\) is not what event \d recorded/);
  expect(stdout).toContain("root says 0x");
  expect(status).toBe(1);
});

test.each([
  [["bundle"], "Name the proposal"],
  [["bundle", "0"], "Name the proposal"],
  [["bundle", "9"], "There is no proposal #9."],
  [["bundle", "2"], "has not been counted yet"],
  [["bundle", "1", "--to", "steward.db"], "exists already"],
  [["bundle", "1", "--to", "nowhere/vote.json"], "cannot be written"],
  [["verify", "steward.db"], "is not JSON"],
  [["verify", "vote-9.json"], "cannot be read"],
  [["verify", "vote-1.json", "--root", "0x1"], "64 hexadecimal digits"],
])("error: %j says what is missing", (args, why) => {
  const { status, stderr } = steward(...args);
  expect(stderr).toContain(why);
  expect(status).toBe(1);
});
