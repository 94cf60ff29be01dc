import type { NewAlert } from "../../../db/alerts.ts";
import { type CursorRow, findCursor } from "../../../db/cursors.ts";
import { listNodes } from "../../../db/nodes.ts";
import { findTermBefore, listTermsIn } from "../../../db/terms.ts";
import type { App } from "../../app.ts";
import type { AlertRules } from "../../core/rewards/alerts/rules.ts";
import { EVERYBODY } from "../../core/rewards/cohorts.ts";
import type { RewardSource } from "../../sources/rewards/source.ts";
import { cursorOf } from "../rewards/read-rewards.ts";

/** Terms that changed since it was last said, and up to which block that is; `from` is where it was left. */
export type ChangedTerms = { changed: NewAlert[]; from: CursorRow | undefined; to: CursorRow };

/** The name under which it is kept up to where a source's terms were said. */
const saidOf = (name: string) => `alerts:${name}`;

/**
 * Finds the terms of nodes that are others than before: between two looks a term counts once, by its last value, and one that went back
 * to what it was not at all. The first look only notes where it begins. Undefined where nothing was read since.
 */
export function findChangedTerms(
  { db }: App,
  { name, chain }: RewardSource,
  rules: AlertRules,
): ChangedTerms | undefined {
  const read = findCursor(db, chain, cursorOf(name));
  const from = findCursor(db, chain, saidOf(name));
  if (read === undefined || (from !== undefined && from.block >= read.block)) return undefined;
  const to = { ...read, source: saidOf(name) };
  if (!rules.terms || from === undefined) return { changed: [], from, to };
  const rows = listTermsIn(db, name, { after: from.block, to: read.block });
  const ignored = new Set(listNodes(db, name).flatMap(({ id, node }) => (rules.ignore.has(node) ? [id] : [])));
  const newest = new Map(rows.map((row) => [`${row.node} ${row.term}`, row]));
  const changed = [...newest.values()].flatMap(({ node, term, value, at }): NewAlert[] => {
    const before = findTermBefore(db, node, term, from.block + 1n);
    if (before === undefined || before.value === value || ignored.has(node)) return [];
    return [
      { source: name, node, cohort: EVERYBODY, kind: "term", facts: { term, before: before.value, now: value, at } },
    ];
  });
  return { changed, from, to };
}
