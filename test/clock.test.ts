import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createMovableClock, createWallClock } from "../src/clock.ts";
import { createSigner, readSigningKey } from "../src/signer.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "steward-clock-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

test("default: the wall clock is in whole seconds and cannot be moved", () => {
  const clock = createWallClock(() => 1_700_000_000_999);
  expect(clock.now()).toBe(1_700_000_000);
  expect(clock.move).toBeUndefined();
});

test("behavior: a moved clock stays moved over a restart, and a damaged file moves nothing", () => {
  const file = join(folder, "clock.json");
  createMovableClock(file, () => 1_700_000_000_000).move?.(86_400);
  expect(createMovableClock(file, () => 1_700_000_005_000).now()).toBe(1_700_086_405);
  writeFileSync(file, "{");
  expect(createMovableClock(file, () => 1_700_000_005_000).now()).toBe(1_700_000_005);
});

test("behavior: the signing key is made once, and only its owner may read it", () => {
  const file = join(folder, "signing-key");
  const key = readSigningKey(undefined, file);
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  expect(readSigningKey(undefined, file)).toBe(key);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readSigningKey("a secret of the operator", file)).toBe("a secret of the operator");
  expect(readFileSync(file, "utf8").trim()).toBe(key);
});

test("behavior: what is signed is bound to the text and the key", () => {
  const sign = createSigner("key");
  expect(sign("one")).toMatch(/^[0-9a-f]{32}$/);
  expect(sign("one")).toBe(createSigner("key")("one"));
  expect(new Set([sign("one"), sign("two"), createSigner("other")("one")]).size).toBe(3);
});
