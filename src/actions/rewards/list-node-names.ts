import { listNodes } from "../../../db/nodes.ts";
import type { App } from "../../app.ts";
import { byName } from "../../core/rewards/node-pay.ts";
import { findRewardSource } from "../../sources/rewards/index.ts";

/** Nodes to pick from while typing, working ones first: a value that `/rewards node:` takes, and a label that says where it is. */
export function listNodeNames(app: App, typed: string, most: number): { value: string; label: string }[] {
  const sources = Object.keys(app.config.rewards);
  const wanted = typed.trim().toLowerCase();
  const rows = sources.flatMap((source) => listNodes(app.db, source));
  const found = rows.filter(({ source, node, region }) =>
    `${source}/${node} ${region ?? ""}`.toLowerCase().includes(wanted),
  );
  found.sort((a, b) => Number(a.until !== null) - Number(b.until !== null) || byName(a.node, b.node));
  return found.slice(0, most).map(({ source, node, region, until }) => {
    const where = [
      region,
      sources.length > 1 ? findRewardSource(app.config, source).label : null,
      until === null ? null : "left",
    ];
    const label = [node, ...where.filter((part) => part !== null)].join(" · ");
    return { value: sources.length > 1 ? `${source}/${node}` : node, label };
  });
}
