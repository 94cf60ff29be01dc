import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { startWorld, type World } from "../../sandbox/chain/world.ts";
import { heliogridSeed, type Seed } from "../../sandbox/discord/seed.ts";
import { createLocalDiscord, type LocalDiscord } from "../../sandbox/discord/server.ts";
import type { Limits } from "../../sandbox/discord/state.ts";
import { heliogridConfig } from "../../sandbox/heliogrid-config.ts";
import { SERVER } from "../../sandbox/people.ts";

/** The config as its operator would write it. */
export type WrittenConfig = ReturnType<typeof heliogridConfig>;

export type RigOptions = {
  seed?: Seed;
  limits?: Partial<Limits>;
  /** Changes the config before it is written; may put things on the chain first. */
  configure?: (config: WrittenConfig, world: World) => Promise<Record<string, unknown>>;
};

/** A Steward process under test: started, killed and started again by whoever holds it. */
export type StewardProcess = {
  pid: number;
  stewardUrl: string;
  /** Resolves with the exit code, or the signal's name. */
  ended: Promise<string>;
  kill: (signal: NodeJS.Signals) => Promise<void>;
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

const root = fileURLToPath(new URL("../..", import.meta.url));

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
      const child = spawn(process.execPath, [join(root, "src/cli/steward.ts"), "start"], {
        cwd: folder,
        env: {
          PATH: process.env.PATH ?? "",
          HOME: process.env.HOME ?? "",
          DISCORD_TOKEN: SERVER.token,
          DISCORD_API_BASE: `${discord.url}/api`,
          STEWARD_CONFIG: join(folder, "steward.json"),
          STEWARD_DATA: dataFolder,
          STEWARD_HTTP_PORT: "0",
          [`RPC_URLS_${chain.world.chainId}`]: chain.url,
        },
        stdio: ["ignore", "pipe", "pipe"],
      });
      const steward = await watch(child, log, wait);
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

async function watch(child: ChildProcess, log: string[], wait: "ready" | "any"): Promise<StewardProcess> {
  const heard = Promise.withResolvers<string>();
  const ended = new Promise<string>((resolve) => {
    child.once("close", (code, signal) => resolve(signal ?? String(code)));
  });
  let port = "";
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on("line", (line) => {
      log.push(line);
      port ||= /"port":(\d+)/.exec(line)?.[1] ?? "";
      if (line.includes("Steward is ready.")) heard.resolve(port);
    });
  }
  if (wait === "ready") {
    const early = ended.then((why) => `ended: ${why}`);
    const first = await Promise.race([heard.promise, early]);
    if (first.startsWith("ended")) throw new Error(`Steward ${first}\n${log.slice(-10).join("\n")}`);
  }
  return {
    pid: child.pid ?? 0,
    stewardUrl: `http://127.0.0.1:${port}`,
    ended,
    kill: async (signal) => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await ended;
    },
  };
}
