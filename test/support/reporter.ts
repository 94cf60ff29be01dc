import type { Reporter, TestModule } from "vitest/node";

type Counts = { passed: number; failed: number; skipped: number };

/** Prints the last line of a test run: `N passed, N failed`, with `, N skipped` where any were. A file that could not run is a failure. */
export default function createSummary(): Reporter {
  let line = "0 passed, 1 failed";
  return {
    onTestRunEnd(modules, unhandled) {
      line = summarize(countTests(modules), unhandled.length);
      // Other reporters print their own endings in this same round; the process's end comes after all of them.
      process.once("exit", () => process.stdout.write(`${line}\n`));
    },
  };
}

/** The line itself. Errors that belong to no test count as failures, so that they cannot pass unseen. */
export function summarize(counts: Counts, errors: number): string {
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
  return `${counts.passed} passed, ${counts.failed + errors} failed${skipped}`;
}

function countTests(modules: readonly TestModule[]): Counts {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const module of modules) {
    if (module.errors().length > 0) counts.failed += 1;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === "passed") counts.passed += 1;
      else if (state === "failed") counts.failed += 1;
      else counts.skipped += 1;
    }
  }
  return counts;
}
