import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
// @ts-expect-error plain JavaScript, because it must run before anything is installed
import { missingPackages } from "../../scripts/install.mjs";

const lock = {
  packages: {
    "": { version: "0.1.0" },
    "node_modules/zod": { version: "4.6.7", integrity: "sha512-a" },
    "node_modules/anvil": { version: "1.7.1", integrity: "sha512-b", optional: true },
  },
};

test("default: nothing is missing when every locked package is there, and it says so fast", () => {
  expect(missingPackages(lock, lock)).toEqual([]);
  const script = fileURLToPath(new URL("../../scripts/install.mjs", import.meta.url));
  const started = performance.now();
  const { status, stdout } = spawnSync(process.execPath, [script], { encoding: "utf8" });
  expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  expect(performance.now() - started).toBeLessThan(1_000);
});

test("behavior: a package of another version or content is missing, whatever the files' dates say", () => {
  const other = { ...lock.packages, "node_modules/zod": { version: "4.6.6", integrity: "sha512-a" } };
  expect(missingPackages(lock, { packages: other })).toEqual(["node_modules/zod"]);
  const altered = { ...lock.packages, "node_modules/zod": { version: "4.6.7", integrity: "sha512-c" } };
  expect(missingPackages(lock, { packages: altered })).toEqual(["node_modules/zod"]);
});

test("boundary: an optional package may be missing, because another platform has no use for it", () => {
  expect(missingPackages(lock, { packages: { "node_modules/zod": lock.packages["node_modules/zod"] } })).toEqual([]);
  expect(missingPackages(lock, { packages: {} })).toEqual(["node_modules/zod"]);
});
