import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // Machines are shared: what is waited for may take its time, and a test that waits in vain fails all the same.
    expect: { poll: { timeout: 10_000 } },
    include: ["test/**/*.test.ts"],
    // Processes, not threads: better-sqlite3 and the signals that tests send belong to a process.
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 5_000,
    reporters: ["default", "./test/support/reporter.ts"],
  },
});
