import { listRegions } from "../../../db/nodes.ts";
import type { App } from "../../app.ts";
import { Refusal } from "../../errors.ts";

/** What `/rewards board:` takes for the nodes of every region. */
export const ALL_REGIONS = "all";

/** Regions to pick from while typing, all of them together first. */
export function listRegionNames(app: App, typed: string, most: number): string[] {
  const regions = Object.keys(app.config.rewards).flatMap((source) => listRegions(app.db, source));
  const wanted = typed.trim().toLowerCase();
  const found = [ALL_REGIONS, ...new Set(regions)].filter((region) => region.toLowerCase().includes(wanted));
  return found.slice(0, most);
}

/** The sources that have nodes in a region. Refuses a region that none has. */
export function requireRegion(app: App, region: string): string[] {
  const sources = Object.keys(app.config.rewards).filter((source) => listRegions(app.db, source).includes(region));
  if (sources.length > 0) return sources;
  throw new Refusal("There is no such region.", { hint: "Choose one from the list, or `all`." });
}
