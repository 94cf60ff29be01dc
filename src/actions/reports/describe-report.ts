import { findCorrected, listCorrections } from "../../../db/corrections.ts";
import { findReport } from "../../../db/reports.ts";
import type { App } from "../../app.ts";
import { parseStatement } from "../../core/treasury/statement/statement-text.ts";
import type { Statement } from "../../core/treasury/statement.ts";
import { Refusal } from "../../errors.ts";

/** A stored report's newest statement, and what was corrected since it was made, where anything was. */
export function describeReport(app: App, id: number): Statement {
  const row = findReport(app.db, id);
  if (row === undefined) throw new Refusal(`There is no report ${id}.`);
  const corrections = listCorrections(app.db, id);
  const last = corrections.at(-1);
  if (last === undefined) return parseStatement(row.statement);
  const corrected = findCorrected(app.db, id, last.number) ?? row.statement;
  return { ...parseStatement(corrected), corrections: corrections.map(({ at, changes }) => ({ at, changes })) };
}
