import { findLastScheduled } from "../db/reports.ts";
import { correctReports } from "../src/actions/reports/correct-reports.ts";
import { writeReport } from "../src/actions/reports/write-report.ts";
import type { App } from "../src/app.ts";
import { periodAt, periodsDue } from "../src/core/treasury/periods.ts";
import type { Job } from "../src/scheduler/scheduler.ts";

/** How soon to look again while a source is behind; sooner where periods are so short that several would pass meanwhile. */
const RETRY = 60;

/** Writes the reports of periods that are over, asked of the database: late ones are made up for, none is made twice. Then corrects those that are no longer true. */
export const postReports: Job = {
  name: "post-reports",
  schedule: "* * * * *",
  run: async (app) => {
    const done = { written: 0, waiting: 0 };
    const next: number[] = [];
    for (const name of Object.keys(app.config.reports)) next.push(await writeDue(app, name, done));
    const corrected = await correctReports(app);
    return { did: { ...done, corrected }, ...(next.length > 0 ? { again: Math.min(...next) } : {}) };
  },
};

/** Writes what is due of one report, oldest first, and gives the second at which to look again. */
async function writeDue(app: App, name: string, done: { written: number; waiting: number }): Promise<number> {
  const every = app.config.reports[name]?.every ?? "day";
  const now = app.now();
  const { periods, gap } = periodsDue(every, app.config.timeZone, findLastScheduled(app.db, name)?.to, now);
  for (const [index, period] of periods.entries()) {
    const result = await writeReport(app, { name, period, gap: index === 0 ? gap : undefined });
    if (result.state === "waiting") {
      app.log.info(`The report ${name} waits for ${result.sources.join(", ")}`, { to: period.to });
      done.waiting += 1;
      app.wake("read-rewards");
      // A newer one before an older one would leave the older out for good.
      return now + Math.min(RETRY, Math.ceil((period.to - period.from) / 4));
    }
    if (result.state === "written") done.written += 1;
  }
  return periodAt(every, app.config.timeZone, now).to;
}
