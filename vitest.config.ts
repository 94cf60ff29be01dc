import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Processes, not threads: better-sqlite3 and the signals that tests send belong to a process.
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    teardownTimeout: 5_000,
    reporters: ["default", "./test/support/reporter.ts"],
  },
});
