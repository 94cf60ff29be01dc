import { setImmediate as others } from "node:timers/promises";
import { listSubscribers } from "../../../db/subscribers.ts";
import type { App } from "../../app.ts";
import { findOwnNodes } from "../nodes/own-nodes.ts";

/** The ids of a member's own nodes, as `/rewards` has them. */
export function ownNodeIds(app: App, member: string): ReadonlySet<number> {
  return new Set([...findOwnNodes(app, member).sources.values()].flat().map(({ row }) => row.id));
}

/** Members who asked for direct messages and own any of these nodes, with the ids of all that are theirs. */
export async function findOwners(
  app: App,
  nodes: readonly (number | null)[],
): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const owners = new Map<string, ReadonlySet<number>>();
  if (nodes.every((node) => node === null)) return owners;
  for (const member of listSubscribers(app.db)) {
    const own = ownNodeIds(app, member);
    if (nodes.some((node) => node !== null && own.has(node))) owners.set(member, own);
    await others();
  }
  return owners;
}
