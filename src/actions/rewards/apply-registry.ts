import { unsettleEpochs } from "../../../db/epochs.ts";
import { correctNode, findNode, listNodes, type NodeRow, putNode } from "../../../db/nodes.ts";
import type { App } from "../../app.ts";
import { findRegistry, type RegistryEntry } from "../../sources/rewards/shared/registry.ts";

/**
 * Lets what the config says of a source's nodes win over what its logs said: of those named, else of all. A node that no log told of is known
 * from the day that its entry says, else from now on. Runs in the caller's transaction; safe to repeat.
 */
export function applyRegistry(app: App, source: string, only?: () => ReadonlySet<string>): void {
  const registry = findRegistry(app.config, source);
  if (registry.size === 0) return;
  const rows = only === undefined ? new Map(listNodes(app.db, source).map((row) => [row.node, row])) : undefined;
  const names = only === undefined ? registry.keys() : [...only()].filter((name) => registry.has(name));
  let moved = false;
  for (const name of names) {
    const entry = registry.get(name) as RegistryEntry;
    const row = rows ? rows.get(name) : findNode(app.db, source, name);
    if (row) moved = correctNode(app.db, row, told(entry)) || moved;
    else addNode(app, source, entry);
  }
  // Only the config moves a node between cohorts for the past as well; what a run books is settled at its end.
  if (moved && only === undefined) unsettleEpochs(app.db, source);
}

function addNode({ db, now }: App, source: string, { node, owner, ...entry }: RegistryEntry): void {
  // Without an owner it is anybody's; the first log of it will tell.
  if (owner === undefined) return;
  const { region = null, class: kind = null, since = now() } = entry;
  putNode(db, { source, node, owner, region, class: kind, since });
}

function told({ owner, region, class: kind, since }: RegistryEntry): Partial<NodeRow> {
  return {
    ...(owner !== undefined && { owner }),
    ...(region !== undefined && { region }),
    ...(kind !== undefined && { class: kind }),
    ...(since !== undefined && { since }),
  };
}
