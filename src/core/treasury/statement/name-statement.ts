import { formatStretch } from "../format-time.ts";
import type { Statement } from "../statement.ts";

/** `Daily report · Sat 21 Nov 2026`; an unfinished period is so far. */
export function nameStatement(statement: Pick<Statement, "title" | "from" | "to" | "timeZone" | "complete">): string {
  return `${statement.title} · ${namePeriod(statement)}`;
}

/** Of what time a statement is, with its time zone where that is not UTC. */
export function namePeriod(statement: Pick<Statement, "from" | "to" | "timeZone" | "complete">): string {
  const { timeZone, complete } = statement;
  const zone = timeZone === "UTC" ? "" : ` (${timeZone})`;
  return `${formatStretch(statement, timeZone)}${zone}${complete ? "" : ", so far"}`;
}
