import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startWorld, type World } from "../../sandbox/chain/world.ts";
import { heliogridSeed, type Seed } from "../../sandbox/discord/seed.ts";
import { createLocalDiscord, type LocalDiscord } from "../../sandbox/discord/server.ts";
import type { Limits } from "../../sandbox/discord/state.ts";
import { heliogridConfig } from "../../sandbox/heliogrid-config.ts";
import { SERVER } from "../../sandbox/people.ts";
import { type StewardProcess, spawnSteward } from "./steward-process.ts";

/** The config as its operator would write it. */
export type WrittenConfig = ReturnType<typeof heliogridConfig>;

export type RigOptions = {
  seed?: Seed;
  limits?: Partial<Limits>;
  /** Changes the config before it is written; may put things on the chain first. */
  configure?: (config: WrittenConfig, world: World) => Promise<Record<string, unknown>>;
};

/** A chain and a local Discord that stay, and a Steward that comes and goes, knowing them only by its environment. */
export type Rig = {
  world: World;
  rpcUrl: string;
  discord: LocalDiscord;
  dataFolder: string;
  /** Every line of every Steward's log so far. */
  log: string[];
  /** Resolves when it is ready; `any` resolves at once, whatever becomes of it. */
  startSteward: (wait?: "ready" | "any") => Promise<StewardProcess>;
  stop: () => Promise<void>;
};

/** Builds the world and the Discord; no Steward runs yet. */
export async function createRig({ seed, limits, configure }: RigOptions = {}): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), "steward-rig-"));
  const dataFolder = join(folder, "data");
  mkdirSync(dataFolder);
  const chain = await startWorld();
  const discord = await createLocalDiscord({ seed: seed ?? heliogridSeed(), ...(limits && { limits }) });
  const config = heliogridConfig(chain.world);
  writeFileSync(
    join(folder, "steward.json"),
    JSON.stringify(configure ? await configure(config, chain.world) : config),
  );
  const log: string[] = [];
  const running = new Set<StewardProcess>();
  return {
    world: chain.world,
    rpcUrl: chain.url,
    discord,
    dataFolder,
    log,
    startSteward: async (wait = "ready") => {
      const steward = await spawnSteward({
        folder,
        environment: {
          DISCORD_TOKEN: SERVER.token,
          DISCORD_API_BASE: `${discord.url}/api`,
          STEWARD_CONFIG: join(folder, "steward.json"),
          STEWARD_DATA: dataFolder,
          STEWARD_HTTP_PORT: "0",
          [`RPC_URLS_${chain.world.chainId}`]: chain.url,
        },
        log,
        wait,
      });
      running.add(steward);
      return steward;
    },
    stop: async () => {
      for (const steward of running) await steward.kill("SIGKILL");
      await discord.close();
      await chain.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
