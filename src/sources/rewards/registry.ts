import type { Config } from "../../config/schema.ts";
import type { RegistryEntry } from "./registry-schema.ts";

export type { RegistryEntry } from "./registry-schema.ts";

/** What the config says of a source's nodes, by their names. */
export type Registry = ReadonlyMap<string, RegistryEntry>;

/** By the config's own list, which stays the same while Steward runs. */
const known = new WeakMap<readonly RegistryEntry[], Registry>();
const NONE: Registry = new Map();

/** What the config says of the nodes of a source; empty where it says nothing. A file that it names was read when Steward started. */
export function findRegistry({ rewards }: Config, source: string): Registry {
  const entries = Object.hasOwn(rewards, source)
    ? (rewards[source]?.["registry"] as readonly RegistryEntry[] | undefined)
    : undefined;
  if (entries === undefined) return NONE;
  const registry = known.get(entries) ?? new Map(entries.map((entry) => [entry.node, entry]));
  known.set(entries, registry);
  return registry;
}
