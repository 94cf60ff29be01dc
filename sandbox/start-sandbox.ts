import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { World } from "./chain/world.ts";
import { type Child, startChild } from "./child.ts";
import { heliogridConfig } from "./heliogrid-config.ts";
import { SERVER } from "./people.ts";
import { post, startTimeHook } from "./time-hook.ts";

/** A whole world on this machine: chain, Discord and Steward, each a process, all in one time. */
export type Sandbox = {
  /** The local Discord: its page at `/`, its API at `/api`. */
  url: string;
  /** Steward's own pages. */
  stewardUrl: string;
  rpcUrl: string;
  world: World;
  /** Moves everything forward in time. */
  moveTime: (seconds: number) => Promise<void>;
  /** Rejects when one of the processes ends by itself. */
  broken: Promise<never>;
  /** Ends every process, within five seconds. */
  stop: () => Promise<void>;
};

export type SandboxOptions = {
  /** Port of the local Discord; a free one where it is left out. */
  port?: number;
  /** Told of each step, with how long it took in milliseconds. */
  onStep?: (step: string, ms: number) => void;
  /** Told of every line of Steward's log. */
  onLog?: (line: LogLine) => void;
  /** Ends everything, also while it is still starting. */
  signal?: AbortSignal;
};

export type LogLine = { level: string; msg: string; [fact: string]: unknown };

type Started = { children: Child[]; folder: string; closers: (() => void)[] };

/** Starts the sandbox and resolves when Steward is logged in, its commands are registered, and the page answers. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const started: Started = { children: [], folder: mkdtempSync(join(tmpdir(), "steward-sandbox-")), closers: [] };
  const stop = once(() => end(started));
  options.signal?.addEventListener("abort", () => void stop());
  try {
    return { ...(await build(started, options)), broken: firstEnd(started.children), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function build({ children, folder, closers }: Started, { port = 0, onStep, onLog }: SandboxOptions) {
  const step = stopwatch(onStep);
  const [chain, discord, steward] = startProcesses(children, onLog);
  chain.go();
  const { world, rpcUrl } = await chain.firstLine(readyLine<{ world: World; rpcUrl: string }>);
  step(`chain at ${rpcUrl}`);
  write(folder, "world.json", world);
  write(folder, "steward.json", heliogridConfig(world));

  const time = await startTimeHook(world, rpcUrl);
  closers.push(time.close);
  const files = ["--world", join(folder, "world.json"), "--chain-rpc", rpcUrl, "--clock-hook", time.url];
  discord.go({ args: ["--port", `${port}`, ...files] });
  const { url } = await discord.firstLine(readyLine<{ url: string }>);
  step(`Discord at ${url}`);

  steward.go({
    args: ["start"],
    cwd: folder,
    env: stewardEnvironment(folder, { url, rpcUrl, chainId: world.chainId }),
  });
  const runs = await steward.firstLine((line) => lineSaying(line, "Steward runs."));
  const stewardUrl = `http://127.0.0.1:${String(runs["port"])}`;
  time.follow(stewardUrl);
  await steward.firstLine((line) => lineSaying(line, "Steward is ready."));
  step(`Steward at ${stewardUrl}`);
  const moveTime = (seconds: number) => post(`${url}/control/clock`, { offsetSeconds: time.offset() + seconds });
  return { url, stewardUrl, rpcUrl, world, moveTime };
}

function startProcesses(
  children: Child[],
  onLog: SandboxOptions["onLog"],
): [chain: Child, discord: Child, steward: Child] {
  const onLine = (line: string) => onLog?.(parseLine(line));
  const chain = startChild({ name: "chain", script: "sandbox/chain/main.ts" });
  const steward = startChild({
    name: "Steward",
    script: "src/cli/steward.ts",
    preload: ["src/light-start.ts", "src/cli/start.ts", "src/steward.ts"],
    onLine,
  });
  const discord = startChild({
    name: "Discord",
    script: "sandbox/discord/main.ts",
    preload: ["sandbox/discord/server.ts"],
  });
  children.push(chain, discord, steward);
  return [chain, discord, steward];
}

/** Steward runs as anybody would run it, by its command line and its environment, in a folder of its own. */
function stewardEnvironment(
  folder: string,
  at: { url: string; rpcUrl: string; chainId: number },
): Record<string, string> {
  return {
    DISCORD_TOKEN: SERVER.token,
    DISCORD_API_BASE: `${at.url}/api`,
    STEWARD_CONFIG: join(folder, "steward.json"),
    STEWARD_DATA: join(folder, "data"),
    STEWARD_HTTP_PORT: "0",
    [`RPC_URLS_${at.chainId}`]: at.rpcUrl,
  };
}
function readyLine<T>(line: string): T | undefined {
  const parsed = parseLine(line) as unknown as { ready?: boolean } & T;
  return parsed.ready === true ? parsed : undefined;
}

function lineSaying(line: string, msg: string): LogLine | undefined {
  const parsed = parseLine(line);
  return parsed.msg === msg ? parsed : undefined;
}

function parseLine(line: string): LogLine {
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return { level: "error", msg: line };
  }
}

function write(folder: string, name: string, value: unknown): void {
  writeFileSync(join(folder, name), JSON.stringify(value, null, 2));
}

function firstEnd(children: readonly Child[]): Promise<never> {
  const broken = Promise.race(
    children.map(async (child): Promise<never> => {
      throw new Error(`${child.name} has ended: ${await child.ended}`);
    }),
  );
  // Whoever does not ask need not be told.
  broken.catch(() => undefined);
  return broken;
}

/** Steward first, while it can still say good-bye to the others. */
async function end({ children, folder, closers }: Started): Promise<void> {
  const [steward, ...others] = [...children].reverse();
  await steward?.stop(3_500);
  for (const close of closers) close();
  await Promise.all(others.map((child) => child.stop(1_000)));
  rmSync(folder, { recursive: true, force: true });
}

function stopwatch(told: SandboxOptions["onStep"]): (step: string) => void {
  let last = performance.now();
  return (step) => {
    const now = performance.now();
    told?.(step, Math.round(now - last));
    last = now;
  };
}

function once(act: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= act();
    return done;
  };
}
