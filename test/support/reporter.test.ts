import { expect, test } from "vitest";
import { summarize } from "./reporter.ts";

test("default: the line counts what passed and what failed", () => {
  expect(summarize({ passed: 12, failed: 0, skipped: 0 }, 0)).toBe("12 passed, 0 failed");
});

test("behavior: skipped tests are said, and an error outside of any test is a failure", () => {
  expect(summarize({ passed: 3, failed: 1, skipped: 2 }, 1)).toBe("3 passed, 2 failed, 2 skipped");
});
