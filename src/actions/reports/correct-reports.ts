import {
  addCorrection,
  dropOutdated,
  isOutdated,
  listOutdatedReports,
  outdateReport,
} from "../../../db/corrections.ts";
import { immediate } from "../../../db/open.ts";
import { raiseRevision } from "../../../db/outbox.ts";
import { findReport, findReportedUntil, type ReportRow } from "../../../db/reports.ts";
import type { App } from "../../app.ts";
import { statementChanges } from "../../core/treasury/statement/statement-changes.ts";
import { writeStatement } from "../../core/treasury/statement/statement-text.ts";
import type { Statement, StatementBlock } from "../../core/treasury/statement.ts";
import { readClosing } from "../yields/read-closing.ts";
import { describeReport } from "./describe-report.ts";
import { noteTraceless } from "./note-traceless.ts";
import { sourcesBehind } from "./who-is-behind.ts";
import { composeStatement, detailsKey, patienceFor, reportKey, type StatementRequest } from "./write-report.ts";

/** One run looks at so many reports: each takes some hundredths of a second in which nobody is answered. */
const MOST = 20;

/**
 * Makes reports again in whose time something was booked since, and compares each with what was last shown: where a figure differs, the new
 * statement is kept beside the old one with a sentence for each, and its message is edited. While a source is behind a report waits for
 * it as long as when it was made. Safe to repeat. Gives how many were corrected.
 */
export async function correctReports(app: App): Promise<number> {
  const due = listOutdatedReports(app.db, app.now()).filter((report) => isDue(app, report));
  let corrected = 0;
  for (const { id, from, to } of due.slice(0, MOST)) {
    const { blocks: newest, unread } = await readClosing(app, to);
    const traceless = await noteTraceless(app, { from, to }, newest);
    if (immediate(app.db, () => correctReport(app, id, { newest, unread, traceless }))) corrected += 1;
  }
  if (corrected > 0) app.wake("deliver-outbox");
  return corrected;
}

function isDue(app: App, { from, to, since }: { from: number; to: number; since: number }): boolean {
  return sourcesBehind(app, to).length === 0 || app.now() >= since + patienceFor({ from, to });
}

type FoundOut = Pick<StatementRequest, "newest" | "unread" | "traceless">;

function correctReport(app: App, id: number, foundOut: FoundOut): boolean {
  const report = findReport(app.db, id);
  // Another run was faster.
  if (report === undefined || !isOutdated(app.db, id)) return false;
  const shown = describeReport(app, id);
  // Without a word from a chain nobody can tell whether it had a block that was not read.
  if (shown.positions.some(({ chain }) => isSilent(app, chain, foundOut.newest))) return false;
  const behind = sourcesBehind(app, report.to).filter((name) => shown.rewards.some(({ source }) => source === name));
  const now = composeAgain(app, report, shown, { ...foundOut, behind });
  const changes = isOfTheSame(shown, now) ? statementChanges(shown, now) : [];
  if (changes.length > 0) {
    addCorrection(app.db, { report: id, at: app.now(), statement: writeStatement(now), changes });
    for (const key of [reportKey(id), detailsKey(id)]) raiseRevision(app.db, key);
  }
  if (behind.length > 0) outdateReport(app.db, id, app.now());
  else dropOutdated(app.db, id);
  return changes.length > 0;
}

function isSilent({ config }: App, chain: number, newest: readonly StatementBlock[]): boolean {
  return config.chains[String(chain)] !== undefined && !newest.some((block) => block.chain === chain);
}

/** As it was asked for then, of what is stored now. */
function composeAgain(
  app: App,
  report: ReportRow,
  shown: Statement,
  known: FoundOut & Pick<StatementRequest, "behind">,
): Statement {
  const { name, title, community, timeZone, complete, costBasis, history } = shown;
  const { from, to } = report;
  const until = findReportedUntil(app.db, report);
  const gap = until !== undefined && until < from ? { from: until, to: from } : undefined;
  const heading = { name, title, community, timeZone, complete, ...(costBasis && { costBasis }) };
  return composeStatement(app, { ...heading, period: { from, to }, days: history.days, gap, ...known }, shown);
}

/** Where the config lacks a source or a position by now, nothing can be said of the whole any more: what was shown stays. */
function isOfTheSame(shown: Statement, now: Statement): boolean {
  return shown.rewards.length === now.rewards.length && shown.positions.length === now.positions.length;
}
