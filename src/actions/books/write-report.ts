import { findCursor } from "../../../db/cursors.ts";
import { claimInteraction } from "../../../db/interactions.ts";
import { immediate } from "../../../db/open.ts";
import { addOutbox } from "../../../db/outbox.ts";
import { addReport, findReportOf, SCHEDULE } from "../../../db/reports.ts";
import type { App } from "../../app.ts";
import { WEEK } from "../../core/treasury/apr.ts";
import { formatMoment } from "../../core/treasury/format-time.ts";
import { makeStatement } from "../../core/treasury/make-statement.ts";
import { historyOf, type Period } from "../../core/treasury/periods.ts";
import type { Statement, StatementBlock } from "../../core/treasury/statement.ts";
import { writeStatement } from "../../core/treasury/statement-text.ts";
import { Refusal, Repeated } from "../../errors.ts";
import { findRewardSource } from "../../sources/rewards/index.ts";
import { readRewards } from "../rewards/read-rewards.ts";
import { tryRead } from "../try-read.ts";
import { collectBooks } from "./collect-books.ts";
import { collectLedger } from "./collect-ledger.ts";
import { readClosing } from "./read-closing.ts";

/** Which report, and of what time; `asked` where a member wants it now, whose period may still be running. */
export type ReportRequest = {
  name: string;
  period: Period;
  gap?: Period | undefined;
  asked?: { member: string; interaction: { id: string; sentAtMs: number } } | undefined;
};

/** `waiting` names the sources not yet read past the period's end; the report is then made by a later run. */
export type ReportWritten =
  | { state: "written" | "known"; id: number }
  | { state: "waiting"; sources: readonly string[] };

/** Under which a report's card is said, and, in the thread under it, its details. */
export const reportKey = (id: number) => `report:${id}`;
export const detailsKey = (id: number) => `${reportKey(id)}:details`;

/** A source that stays behind is waited for this long, then the report says what is missing. Never longer than the period itself. */
const PATIENCE = 21_600;

/**
 * Makes a period's statement from what is stored, and stores it together with the message that shows it, once for each name,
 * period and asker. Reads the positions at the last final block before the end first, where nobody has.
 */
export async function writeReport(app: App, request: ReportRequest): Promise<ReportWritten> {
  const { name, period, asked } = request;
  const requestedBy = asked?.member ?? SCHEDULE;
  const known = findReportOf(app.db, { name, ...period, requestedBy });
  if (known) return { state: "known", id: known.id };
  if (!asked) {
    const behind = sourcesBehind(app, period.to);
    const patience = Math.min(PATIENCE, period.to - period.from);
    if (behind.length > 0 && app.now() < period.to + patience) return { state: "waiting", sources: behind };
    // A short period is over sooner than its sources are read by themselves; it must not go out short for that.
    for (const source of behind) await tryRead(app, () => readRewards(app, source));
  }
  const newest = await readClosing(app, period.to);
  const notes = sourcesBehind(app, period.to).map((source) => missing(app, source));
  return immediate(app.db, () => store(app, request, requestedBy, { newest, notes }));
}

function composeStatement(app: App, { name, period, gap, asked }: ReportRequest, known: Known): Statement {
  const report = findReportConfig(app, name);
  const days = historyOf(report.every, app.config.timeZone, period);
  const first = Math.min(period.from, period.to - WEEK, days[0]?.from ?? period.from);
  const books = collectBooks(app, { from: first, to: period.to });
  return makeStatement({
    ...{ name, title: report.title, community: app.config.name, timeZone: app.config.timeZone },
    ...{ period, days, gap, complete: asked === undefined },
    ...books,
    ledger: collectLedger(app, books.positions),
    ...known,
  });
}

type Known = { newest: readonly StatementBlock[]; notes: readonly string[] };

/** The config's report of that name; refuses one that is not there. */
export function findReportConfig({ config }: App, name: string) {
  const report = Object.hasOwn(config.reports, name) ? config.reports[name] : undefined;
  if (report) return report;
  const names = Object.keys(config.reports);
  throw new Refusal("There is no such report.", {
    hint: names.length > 0 ? `Choose one of: ${names.join(", ")}.` : "The config names no reports.",
  });
}

function store(app: App, request: ReportRequest, requestedBy: string, known: Known): ReportWritten {
  const { name, period, asked } = request;
  if (asked && !claimInteraction(app.db, asked.interaction.id, app.now()))
    throw new Repeated("This report has been asked for already.");
  const statement = writeStatement(composeStatement(app, request, known));
  const { id, isNew } = addReport(app.db, { name, ...period, requestedBy, statement, createdAt: app.now() });
  if (!isNew) return { state: "known", id };
  const destination = findReportConfig(app, name).channel ?? app.config.channels.reports;
  const about = { refs: { report: id }, now: app.now() };
  addOutbox(app.db, { ...about, key: reportKey(id), kind: "report", destination });
  addOutbox(app.db, { ...about, key: detailsKey(id), kind: "report-details", destination: `thread:${reportKey(id)}` });
  app.wake("deliver-outbox");
  return { state: "written", id };
}

/** Reward sources whose final blocks have not been booked past the unix second. */
function sourcesBehind(app: App, to: number): string[] {
  return Object.entries(app.config.rewards).flatMap(([name, { chain }]) => {
    const cursor = findCursor(app.db, chain, `rewards:${name}`);
    return cursor !== undefined && cursor.at >= to ? [] : [name];
  });
}

function missing(app: App, name: string): string {
  const { label, chain } = findRewardSource(app.config, name);
  const cursor = findCursor(app.db, chain, `rewards:${name}`);
  return cursor
    ? `${label} could be read only up to ${formatMoment(cursor.at, app.config.timeZone)}: later payments are missing.`
    : `${label} could not be read: its payments are missing.`;
}
