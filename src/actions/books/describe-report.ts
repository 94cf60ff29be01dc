import { findReport } from "../../../db/reports.ts";
import type { App } from "../../app.ts";
import type { Statement } from "../../core/treasury/statement.ts";
import { parseStatement } from "../../core/treasury/statement-text.ts";
import { Refusal } from "../../errors.ts";

/** A stored report's statement, as it was when it was made. */
export function describeReport(app: App, id: number): Statement {
  const row = findReport(app.db, id);
  if (row === undefined) throw new Refusal(`There is no report ${id}.`);
  return parseStatement(row.statement);
}
