import type { App } from "../app.ts";

/** What members call a chain; its number where the config does not name it (any more). */
export function nameChain({ config }: App, id: number | string | undefined): string {
  return config.chains[String(id)]?.name ?? `Chain ${id ?? "unknown"}`;
}

/** What members call each chain of the config, by chain id. */
export function nameChains({ config }: App): Readonly<Record<number, string>> {
  return Object.fromEntries(Object.entries(config.chains).map(([id, { name }]) => [Number(id), name]));
}
