import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDb } from "../db/open.ts";
import { findReportOf, SCHEDULE } from "../db/reports.ts";
import { writeReport } from "../src/actions/reports/write-report.ts";
import { readPositions } from "../src/actions/yields/read-positions.ts";
import { readYields } from "../src/actions/yields/read-yields.ts";
import type { App } from "../src/app.ts";
import { createChains } from "../src/chain/chains.ts";
import { periodBefore } from "../src/core/treasury/periods.ts";
import { parseStatement } from "../src/core/treasury/statement/statement-text.ts";
import { renderNotice } from "../src/discord/notices.ts";
import { createRecordingMessenger } from "../test/support/messenger.ts";
import { percentile, print, residentMb, round } from "./figure.ts";
import { startVaultChain, type VaultChain, vaultConfig } from "./statement/vault-chain.ts";

const POSITIONS = 100;
/** A year, and a day more: the report of a month is made when blocks of the next one are final. */
const DAYS = 367;

/** What a year of a treasury of a hundred positions costs: what a reading asks of the chain, and how long the report of the last month takes out of all that. */
export async function measureStatement(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "steward-statement-"));
  const databasePath = join(folder, "steward.db");
  const chain = await startVaultChain(POSITIONS - 1);
  const app = createApp(chain, databasePath);
  try {
    await readYear(app, chain);
    await reportMonth(app, databasePath);
  } finally {
    app.db.$client.close();
    await chain.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Reads every day as the job does: what moved, by logs that are held against each other, what is held at the newest final block, and at the last midnight. What
 * reading the positions alone takes is counted at the block before, whose logs are booked by then.
 */
async function readYear(app: App, chain: VaultChain): Promise<void> {
  const counts: Record<"reading" | "run", number[]> = { reading: [], run: [] };
  const times: number[] = [];
  const reader = app.chains.get(chain.id);
  for (let day = 0; day < DAYS; day += 1) {
    await chain.live(day);
    const before = callsOf(app, chain);
    const began = performance.now();
    await readYields(app, chain.id);
    times.push(performance.now() - began);
    const ran = callsOf(app, chain);
    await readPositions(app, chain.id, await reader.block((await reader.finalized()).number - 1n));
    // The first day goes back to the chain's beginning.
    if (day === 0) continue;
    counts.run.push(ran - before);
    counts.reading.push(callsOf(app, chain) - ran);
  }
  const facts = { positions: POSITIONS, readings: DAYS };
  print({ figure: "reading-requests", value: Math.max(...counts.reading), unit: "calls", target: "<= 5", facts });
  print({ figure: "daily-run-requests", value: percentile(counts.run, 0.5), unit: "calls", facts });
  print({ figure: "daily-run-p50", value: round(percentile(times, 0.5)), unit: "ms", facts });
  print({ figure: "daily-run-p99", value: round(percentile(times, 0.99)), unit: "ms", facts });
}

async function reportMonth(app: App, databasePath: string): Promise<void> {
  const period = periodBefore("month", "UTC", app.now());
  const before = residentMb(process.pid);
  const began = performance.now();
  await writeReport(app, { name: "monthly", period });
  const seconds = round((performance.now() - began) / 1_000);
  const row = findReportOf(app.db, { name: "monthly", ...period, requestedBy: SCHEDULE });
  if (!row) throw new Error("No report was written.");
  const { entries = [], residualUsd } = parseStatement(row.statement);
  const facts = {
    entries: entries.length,
    residual: Number(residualUsd) / 1e8,
    statementKb: Math.round(row.statement.length / 1_000),
    databaseMb: Math.round(statSync(databasePath).size / 1e6),
  };
  print({ figure: "monthly-report", value: seconds, unit: "s", facts });
  print({
    figure: "monthly-report-memory",
    value: round(residentMb(process.pid) - before),
    unit: "MB more",
    facts: { residentMb: round(residentMb(process.pid)) },
  });
  const drawn = performance.now();
  for (const kind of ["report", "report-details"]) await renderNotice(app, kind, { report: row.id }, "measured");
  print({ figure: "monthly-report-drawn", value: round((performance.now() - drawn) / 1_000), unit: "s" });
}

function createApp(chain: VaultChain, databasePath: string): App {
  const config = vaultConfig(chain);
  const log = { debug: silent, info: silent, warn: console.error, error: console.error };
  return {
    config,
    db: openDb(databasePath),
    chains: createChains(config, { [chain.id]: [chain.url] }, log),
    discord: createRecordingMessenger(chain.now),
    now: chain.now,
    log,
    wake: silent,
    pages: () => undefined,
    sign: (text) => text,
  };
}

function callsOf(app: App, { id }: VaultChain): number {
  return app.chains
    .get(id)
    .requests()
    .reduce((sum, { calls }) => sum + calls, 0);
}

function silent(): void {}
