import fc from "fast-check";
import { expect, test } from "vitest";
import { Transient } from "../src/errors.ts";
import { createLog } from "../src/log.ts";

const TOKEN = ["MTIzNDU2Nzg5MDEyMzQ1Njc4", "GabcdE", "canary-canary-canary-canary-1"].join(".");
const RPC = "https://user:hunter22@rpc.example.org/v2/canary0123456789abcdef?apikey=canaryquery9";
const SECRET = "canary-secret-for-buttons";

function capture(level: "debug" | "info" = "info") {
  const lines: string[] = [];
  return { lines, log: createLog({ secrets: [TOKEN, RPC, SECRET], level, write: (line) => lines.push(line) }) };
}

test("default: a line is JSON with its level, its sentence and its facts", () => {
  const { lines, log } = capture();
  log.info("Report posted.", { report: 7, ms: 12, amount: 10n ** 20n });
  const line = JSON.parse(lines[0] ?? "") as Record<string, unknown>;
  expect(line).toMatchObject({
    level: "info",
    msg: "Report posted.",
    report: 7,
    ms: 12,
    amount: "100000000000000000000",
  });
  expect(Date.parse(String(line["time"]))).toBeGreaterThan(0);
});

test("behavior: the canary is nowhere, however deep it sat", () => {
  const { lines, log } = capture("debug");
  const cause = Object.assign(new Error(`HTTP request failed. URL: ${RPC}`), {
    details: `key canary0123456789abcdef`,
    request: { url: RPC },
  });
  const error = new Transient("No provider answers.", { cause, context: { url: RPC, nested: [{ token: TOKEN }] } });
  log.error(`Failed with ${TOKEN}`, { error, [SECRET]: 1 });
  log.warn("Webhook", {
    url: "https://discord.com/api/v10/webhooks/700000000000000001/canary_canary_canary_canary/messages",
  });
  log.debug("Interaction", { url: "/interactions/700000000000000001/canary_canary_canary_canary/callback" });
  log.info("Other bot", { text: ["Bot ", "canary-canary-canary-canary"].join("") });
  expect(lines).toHaveLength(4);
  expect(lines.join("")).not.toMatch(/canary|hunter22/);
  expect(lines.join("")).toContain("No provider answers.");
});

test("behavior: 32 bytes are a hash in a fact and a possible key in an error", () => {
  const { lines, log } = capture();
  const bytes = `0x${"ab".repeat(32)}`;
  log.info("Block read.", { hash: bytes });
  log.error("Signing failed.", { error: new Error(`bad key ${bytes}`) });
  expect(lines[0]).toContain(bytes);
  expect(lines[1]).not.toContain(bytes);
});

test("boundary: an address of this machine is no secret, circular and endless values end", () => {
  const lines: string[] = [];
  const log = createLog({ secrets: ["http://127.0.0.1:8545"], write: (line) => lines.push(line) });
  const circle: Record<string, unknown> = {};
  circle["self"] = circle;
  log.info("Chain at http://127.0.0.1:8545.", { circle, long: "x".repeat(10_000) });
  expect(lines[0]).toContain("http://127.0.0.1:8545");
  expect(lines[0]?.length).toBeLessThan(6_000);
});

test("law: wherever a secret stands in a line, it does not leave", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.constantFrom(TOKEN, RPC, SECRET), (before, after, secret) => {
      const { lines, log } = capture();
      log.info(before + secret + after, { fact: { deep: [before + secret + after] } });
      expect(lines[0]).not.toContain(secret);
    }),
    { numRuns: 200 },
  );
});
