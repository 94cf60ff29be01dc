import { outdateReport } from "../../../db/corrections.ts";
import { claimInteraction } from "../../../db/interactions.ts";
import { immediate } from "../../../db/open.ts";
import { addOutbox } from "../../../db/outbox.ts";
import { addReport, findReportOf, SCHEDULE } from "../../../db/reports.ts";
import type { App } from "../../app.ts";
import { WEEK } from "../../core/seconds.ts";
import { historyOf, type Period } from "../../core/treasury/periods.ts";
import type { Reasons } from "../../core/treasury/remarks/unread.ts";
import { makeStatement } from "../../core/treasury/statement/make-statement.ts";
import { writeStatement } from "../../core/treasury/statement/statement-text.ts";
import type { Statement, StatementBlock } from "../../core/treasury/statement.ts";
import { Refusal, Repeated } from "../../errors.ts";
import { collectBooks, type Like } from "../books/collect-books.ts";
import { collectLedger } from "../books/collect-ledger.ts";
import { readRewards } from "../rewards/read-rewards.ts";
import { tryRead } from "../try-read.ts";
import { catchUp } from "../yields/catch-up.ts";
import { readClosing } from "../yields/read-closing.ts";
import { noteTraceless } from "./note-traceless.ts";
import { awaitedTreesOf, chainsBehind, missingOf, sourcesBehind } from "./who-is-behind.ts";

/** Which report, and of what time; `asked` where a member wants it now, whose period may still be running. */
export type ReportRequest = {
  name: string;
  period: Period;
  gap?: Period | undefined;
  asked?: { member: string; interaction: { id: string; sentAtMs: number } } | undefined;
};

/** `waiting` names the sources not yet read past the period's end, and the chains not yet final there; the report is then made by a later run. */
export type ReportWritten =
  | { state: "written" | "known"; id: number }
  | { state: "waiting"; sources: readonly string[] };

/** Under which a report's card is said, and, in the thread under it, its details. */
export const reportKey = (id: number) => `report:${id}`;
export const detailsKey = (id: number) => `${reportKey(id)}:details`;

/** What is behind is waited for this long, then the report says what is missing. Never longer than the period itself. */
const PATIENCE = 21_600;

/** For how many seconds a report of a period waits for what is behind. */
export function patienceFor({ from, to }: Period): number {
  return Math.min(PATIENCE, to - from);
}

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
    if (app.now() < period.to + patienceFor(period)) {
      const all = [...behind, ...(await chainsBehind(app, period.to))];
      if (all.length > 0) return { state: "waiting", sources: all };
    }
    // A short period is over sooner than its sources are read by themselves; it must not go out short for that.
    for (const source of behind) await tryRead(app, () => readRewards(app, source));
  }
  if (!asked) await catchUp(app, period.to);
  const { blocks: newest, unread } = await readClosing(app, period.to);
  const traceless = await noteTraceless(app, period, newest);
  return immediate(app.db, () =>
    store(app, request, requestedBy, { newest, unread, traceless, behind: sourcesBehind(app, period.to) }),
  );
}

/** What a statement is told besides the books: how it is headed, of what time it is, and what was found out when it was made. */
export type StatementRequest = Pick<
  Statement,
  "name" | "title" | "community" | "timeZone" | "complete" | "costBasis"
> & {
  period: Period;
  days: readonly Period[];
  gap: Period | undefined;
  newest: readonly StatementBlock[];
  unread: Reasons;
  /** Names of the sources that are behind. */
  behind: readonly string[];
  /** What is to be said of transactions that moved nothing. */
  traceless: readonly string[];
};

/** Makes a statement from what is stored now; of the sources and positions that another statement has, where one is given. Reads only. */
export function composeStatement(app: App, request: StatementRequest, like?: Like): Statement {
  const { period, days, behind, traceless, costBasis = app.config.costBasis } = request;
  const first = Math.min(period.from, period.to - WEEK, days[0]?.from ?? period.from);
  const books = collectBooks(app, { from: first, to: period.to }, like);
  const sources = new Set(books.sources.map(({ source }) => source));
  const awaited = [...sources].flatMap((source) => awaitedTreesOf(app, source, period));
  const notes = [...behind.map((source) => missingOf(app, source)), ...awaited, ...traceless];
  const ledger = collectLedger(app, books.positions, period, costBasis);
  return makeStatement({ ...request, ...books, ledger, notes });
}

type Known = Pick<StatementRequest, "newest" | "unread" | "behind" | "traceless">;

function requestOf(app: App, { name, period, gap, asked }: ReportRequest): Omit<StatementRequest, keyof Known> {
  const { title, every } = findReportConfig(app, name);
  const { name: community, timeZone } = app.config;
  const days = historyOf(every, timeZone, period);
  return { ...{ name, title, community, timeZone, period, days, gap }, complete: asked === undefined };
}

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
  const statement = writeStatement(composeStatement(app, { ...requestOf(app, request), ...known }));
  const { id, isNew } = addReport(app.db, { name, ...period, requestedBy, statement, createdAt: app.now() });
  if (!isNew) return { state: "known", id };
  const destination = findReportConfig(app, name).channel ?? app.config.channels.reports;
  // What could not be waited for is still to be told.
  if (!asked && known.behind.length > 0) outdateReport(app.db, id, app.now());
  const about = { refs: { report: id }, now: app.now() };
  addOutbox(app.db, { ...about, key: reportKey(id), kind: "report", destination });
  addOutbox(app.db, { ...about, key: detailsKey(id), kind: "report-details", destination: `thread:${reportKey(id)}` });
  app.wake("deliver-outbox");
  return { state: "written", id };
}
