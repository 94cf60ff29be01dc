import { join } from "node:path";
import type { Db } from "../../../db/open.ts";
import type { App } from "../../app.ts";
import { createChains } from "../../chain/chains.ts";
import { createMovableClock, createWallClock } from "../../clock.ts";
import { Refusal } from "../../errors.ts";
import type { Log } from "../../log.ts";
import type { Setup } from "../../setup/setup.ts";

/** An app that reads chains and writes its database, and says nothing on Discord: whatever is due there waits for Steward itself. */
export function createQuietApp({ config, environment }: Setup, db: Db, log: Log): App {
  const isLocal = environment.DISCORD_API_BASE !== undefined;
  const clock = isLocal ? createMovableClock(join(environment.STEWARD_DATA, "clock.json")) : createWallClock();
  return {
    config,
    db,
    chains: createChains(config, environment.rpcUrls, log),
    discord: silent,
    now: clock.now,
    log,
    wake: () => undefined,
    pages: () => undefined,
    sign: refuse,
  };
}

function refuse(): never {
  throw new Refusal("Nothing is said on Discord from here.");
}

const silent: App["discord"] = {
  connected: () => false,
  connectedSince: () => undefined,
  render: async () => refuse(),
  post: async () => refuse(),
  edit: async () => refuse(),
  findByMarker: async () => refuse(),
  openChannel: async () => refuse(),
  listMembers: async () => refuse(),
};
