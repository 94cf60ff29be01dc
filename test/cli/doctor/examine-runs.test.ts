import { join } from "node:path";
import { expect, test } from "vitest";
import { putRun } from "../../../db/runs.ts";
import { examineRuns } from "../../../src/cli/doctor/examine-runs.ts";
import { createTestApp } from "../../support/app.ts";

test("behavior: how each job's last run ended is read beside a Steward that writes", () => {
  const { db, path } = createTestApp();
  putRun(db, { job: "read-yields", startedAt: 90, finishedAt: 100, failure: "Transient: No provider answers." });
  putRun(db, { job: "close-votes", startedAt: 99, finishedAt: 100, failure: "Error: gone" });
  putRun(db, { job: "close-votes", startedAt: 129, finishedAt: 130, failure: null });
  expect(examineRuns(path, 400)).toEqual([
    { sign: "✓", what: "close-votes ended well, 4 min ago." },
    expect.objectContaining({ sign: "!", what: "read-yields failed, 5 min ago: Transient: No provider answers." }),
  ]);
});

test("boundary: before the first start there is nothing to say", () => {
  expect(examineRuns(join(createTestApp().path, "..", "none.db"), 400)).toEqual([]);
});
