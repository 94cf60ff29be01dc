import { findNode, type NodeRow } from "../../../db/nodes.ts";
import type { App } from "../../app.ts";
import { Refusal } from "../../errors.ts";
import { nameAsRead } from "../../sources/log-words.ts";

/** The nodes of a name, one of each source that has it; or the one that is named as `source/node`. Refuses a name that no source knows. */
export function findNodeRows(app: App, wanted: string): NodeRow[] {
  const rows = Object.keys(app.config.rewards).flatMap((source) => {
    const name = wanted.startsWith(`${source}/`) ? wanted.slice(source.length + 1) : wanted;
    return (
      findNode(app.db, source, wanted) ??
      findNode(app.db, source, name) ??
      findNode(app.db, source, nameAsRead(name)) ??
      []
    );
  });
  if (rows.length > 0) return rows;
  throw new Refusal("There is no such node.", { hint: "Choose one from the list that appears while you type." });
}
