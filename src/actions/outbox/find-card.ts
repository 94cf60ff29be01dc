import { findOutboxByMessage } from "../../../db/outbox.ts";
import type { App, Refs } from "../../app.ts";

/** What a message of Steward's own is about; undefined for one that the outbox does not know as posted. */
export function findCard(app: App, message: string): { kind: string; refs: Refs } | undefined {
  const row = findOutboxByMessage(app.db, message);
  return row === undefined ? undefined : { kind: row.kind, refs: row.refs };
}
