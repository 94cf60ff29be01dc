import { searchNodes } from "../../../db/nodes.ts";
import type { App } from "../../app.ts";
import { findRewardSource } from "../../sources/rewards/index.ts";

/** Nodes to pick from while typing, working ones first: a value that `/rewards node:` takes, and a label that says where it is. */
export function listNodeNames(app: App, typed: string, most: number): { value: string; label: string }[] {
  const sources = Object.keys(app.config.rewards);
  return searchNodes(app.db, sources, typed.trim(), most).map(({ source, node, region, until }) => {
    const where = [
      region,
      sources.length > 1 ? findRewardSource(app.config, source).label : null,
      until === null ? null : "left",
    ];
    const label = [node, ...where.filter((part) => part !== null)].join(" · ");
    return { value: sources.length > 1 ? `${source}/${node}` : node, label };
  });
}
