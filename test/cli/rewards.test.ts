import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeEach, expect, test } from "vitest";
import { rewardsHead } from "../../src/reports/tables/rewards-csv.ts";
import { createBooksApp, payment } from "../support/books.ts";

const script = fileURLToPath(new URL("../../src/cli/steward.ts", import.meta.url));
const example = fileURLToPath(new URL("../../docs/examples/whole.json", import.meta.url));

let folder: string;

function steward(...args: string[]) {
  const env = { PATH: process.env["PATH"], STEWARD_DATA: folder, STEWARD_CONFIG: join(folder, "steward.config.json") };
  return spawnSync(process.execPath, [script, ...args], { cwd: folder, env, encoding: "utf8" });
}

beforeEach(async () => {
  folder = dirname(createBooksApp().path);
  const { default: config } = (await import(example, { with: { type: "json" } })) as {
    default: { rewards: { nodes: { registryFile?: string } } };
  };
  const { registryFile: _, ...nodes } = config.rewards.nodes;
  writeFileSync(join(folder, "steward.config.json"), JSON.stringify({ ...config, rewards: { nodes } }));
});

test("default: every reward is written as a table while Steward runs, the newest epoch first", () => {
  const { status, stdout, stderr } = steward("rewards");
  expect(stderr).toBe("");
  expect(status).toBe(0);
  const lines = stdout.split("\r\n");
  expect(`${lines[0]}\r\n`).toBe(rewardsHead);
  expect(lines).toHaveLength(1 + 58 + 1);
  const newest = payment(1, 10n * 10n ** 18n, 1_772_240_400);
  expect(lines[1]).toBe(
    [
      ...["nodes", 1, newest.epoch, "2026-02-28T01:00:00Z", "paid", "HELIO", "10.000000000000000000", newest.amount],
      ...[newest.recipient, newest.block, newest.transaction, newest.logIndex, 0],
    ].join(","),
  );
});

test("error: a source that the config does not name is refused", () => {
  expect(steward("rewards", "--source", "none")).toMatchObject({
    status: 1,
    stderr: 'There is no reward source "none" in the config.\n',
  });
});
