import { listRegions } from "../../../db/nodes.ts";
import type { App } from "../../app.ts";

/** What `/rewards board:` takes for the nodes of every region. */
export const ALL_REGIONS = "all";

/** Regions to pick from while typing, all of them together first. */
export function listRegionNames(app: App, typed: string, most: number): string[] {
  const regions = Object.keys(app.config.rewards).flatMap((source) => listRegions(app.db, source));
  const wanted = typed.trim().toLowerCase();
  const found = [ALL_REGIONS, ...new Set(regions)].filter((region) => region.toLowerCase().includes(wanted));
  return found.slice(0, most);
}
