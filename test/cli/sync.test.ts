import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findCursor } from "../../db/cursors.ts";
import { takeLock } from "../../db/lock.ts";
import { openDb } from "../../db/open.ts";
import { startWorld } from "../../sandbox/chain/world.ts";
import { heliogridConfig } from "../../sandbox/heliogrid-config.ts";
import { createScreen } from "../../src/cli/sync/screen.ts";
import { rewardsOf } from "../support/rows.ts";
import { createWorldReader, totalOf } from "../support/world-reader.ts";

const script = fileURLToPath(new URL("../../src/cli/steward.ts", import.meta.url));

let started: Awaited<ReturnType<typeof startWorld>>;
let folder: string;

beforeAll(async () => {
  started = await startWorld();
  folder = mkdtempSync(join(tmpdir(), "steward-sync-"));
  writeFileSync(join(folder, "config.json"), JSON.stringify(heliogridConfig(started.world)));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await started.stop();
});

/** The command as an operator runs it, its output no terminal. */
function steward(args: string[], changes: Record<string, string> = {}) {
  const env = {
    ...{ PATH: process.env["PATH"], DISCORD_TOKEN: "nobody.ever-logs.in", STEWARD_CONFIG: join(folder, "config.json") },
    ...{ STEWARD_DATA: join(folder, "data"), RPC_URLS_31337: started.url, ...changes },
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd: folder,
    env,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test("default: all sources are read to the newest final block, and it is said what that cost", async () => {
  const { status, stdout } = steward(["sync"]);
  expect(stdout).toMatch(
    /^nodes right up to block \d+, \d+ \w+ 20\d\d, [\d:]+: \d+ new rewards out of \d+ logs in \d+ s$/m,
  );
  expect(stdout).toMatch(/^Heliochain, provider 1: \d+ calls in \d+ requests, \d+ per 1,000 rewards$/m);
  expect(status).toBe(0);
  const db = openDb(join(folder, "data", "steward.db"));
  const paid = await createWorldReader(started.world).rewards();
  const { block } = findCursor(db, 31_337, "rewards:nodes") ?? { block: 0n };
  const final = paid.filter((one) => one.block <= Number(block));
  expect(rewardsOf(db, "nodes").reduce((sum, { amount }) => sum + amount, 0n)).toBe(totalOf(final));
  db.$client.close();
  const again = steward(["sync", "nodes"]);
  expect([again.status, again.stdout]).toEqual([0, expect.stringContaining(": 0 new rewards in ")]);
});

test("error: it refuses while Steward runs on the same data, and says who does", () => {
  const lock = takeLock(join(folder, "data"), 1_772_366_400);
  const { status, stderr } = steward(["sync"]);
  lock.release();
  expect(status).toBe(1);
  expect(stderr).toMatch(/^Steward already runs on .+: process \d+ .*Stop it first/);
});

test("error: a source that cannot be read is named with its reason, and nothing of the URL", () => {
  const data = join(folder, "other");
  const changes = { RPC_URLS_31337: "http://127.0.0.1:9/canary-key-0123456789", STEWARD_DATA: data };
  const { status, stdout, stderr } = steward(["sync"], changes);
  expect(stdout).toMatch(/^nodes FAILED: .+ \(nothing booked yet\)$/m);
  expect(stdout + stderr).not.toContain("canary");
  expect(status).toBe(1);
});

test("error: a source that the config does not name, and a setup that is incomplete", () => {
  expect(steward(["sync", "moon"])).toMatchObject({
    status: 1,
    stderr: 'There is no reward source "moon" in the config. There are: nodes.\n',
  });
  expect(steward(["sync"], { RPC_URLS_31337: "" }).status).toBe(78);
});

test("behavior: on a terminal lines change in their place, none wraps, and what is noted stays above", () => {
  let drawn = "";
  const screen = createScreen({ write: (text) => (drawn += text), columns: 10 });
  screen.show(["a source that is long", "b"]);
  screen.show(["c", "d"]);
  screen.note("careful");
  expect(drawn).toBe("a source \nb\n\u001b[2A\r\u001b[0Jc\nd\n\u001b[2A\r\u001b[0Jcareful\nc\nd\n");
});
