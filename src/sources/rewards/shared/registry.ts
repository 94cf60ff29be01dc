import type { Config } from "../../../config/schema.ts";
import { requireEvent } from "../../event-text.ts";
import { nameAsRead } from "../../log-words.ts";
import type { RegistryEntry } from "./registry-schema.ts";

export type { RegistryEntry } from "./registry-schema.ts";

/** What the config says of a source's nodes, by their names. */
export type Registry = ReadonlyMap<string, RegistryEntry>;

/** By the config's own list, which stays the same while Steward runs. */
const known = new WeakMap<readonly RegistryEntry[], Registry>();
const NONE: Registry = new Map();

/** What the config says of the nodes of a source; empty where it says nothing. A file that it names was read when Steward started. */
export function findRegistry({ rewards }: Config, source: string): Registry {
  const settings = Object.hasOwn(rewards, source) ? rewards[source] : undefined;
  const entries = settings?.["registry"] as readonly RegistryEntry[] | undefined;
  if (settings === undefined || entries === undefined) return NONE;
  const nameOf = isFreeText(settings) ? (name: string) => name : nameAsRead;
  const registry =
    known.get(entries) ?? new Map(entries.map((entry) => [nameOf(entry.node), { ...entry, node: nameOf(entry.node) }]));
  known.set(entries, registry);
  return registry;
}

/** Whether a source's names are text that a contract wrote, so that one that looks like bytes or an address is the name all the same. */
function isFreeText({ event, node }: { [key: string]: unknown }): boolean {
  if (typeof event !== "string") return false;
  return requireEvent(event).inputs.some(({ name, type }) => name === node && type === "string");
}
