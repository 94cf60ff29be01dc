import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { takeLock } from "../../db/lock.ts";

let folder: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "steward-lock-"));
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

/** Another process that holds the lock until it is killed. */
async function holder(): Promise<ChildProcess> {
  const script = `
    import { takeLock } from ${JSON.stringify(new URL("../../db/lock.ts", import.meta.url).href)};
    takeLock(${JSON.stringify(folder)}, 1_700_000_000);
    console.log("held");
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  if (child.stdout) await once(child.stdout, "data");
  return child;
}

test("default: one may have the folder, and give it back", () => {
  takeLock(folder, 1).release();
  takeLock(folder, 2).release();
});

test("error: a second start is refused at once and names the first", async () => {
  const first = await holder();
  const started = performance.now();
  expect(() => takeLock(folder, 2)).toThrow(`process ${first.pid} on`);
  expect(() => takeLock(folder, 2)).toThrow("since 2023-11-14T22:13:20.000Z");
  expect(performance.now() - started).toBeLessThan(500);
});

test("behavior: a killed process leaves the folder free", async () => {
  const first = await holder();
  first.kill("SIGKILL");
  await once(first, "exit");
  takeLock(folder, 2).release();
});
