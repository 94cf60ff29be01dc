import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { passTime } from "./chain/live.ts";
import type { World } from "./chain/world.ts";
import { type Child, startChild } from "./child.ts";
import { heliogridConfig } from "./heliogrid-config.ts";
import { SERVER } from "./people.ts";

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
};

export type LogLine = { level: string; msg: string; [fact: string]: unknown };

type Started = { children: Child[]; folder: string; closers: (() => void)[] };

/** Starts the sandbox and resolves when Steward is logged in, its commands are registered, and the page answers. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const started: Started = { children: [], folder: mkdtempSync(join(tmpdir(), "steward-sandbox-")), closers: [] };
  const stop = once(() => end(started));
  try {
    return { ...(await build(started, options)), broken: firstEnd(started.children), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function build({ children, folder, closers }: Started, { port = 0, onStep, onLog }: SandboxOptions) {
  const step = stopwatch(onStep);
  const run = (child: Child) => {
    children.push(child);
    return child;
  };
  const chain = run(startChild({ name: "chain", script: "sandbox/chain/main.ts" }));
  const { world, rpcUrl } = await chain.firstLine(readyLine<{ world: World; rpcUrl: string }>);
  step(`chain at ${rpcUrl}`);
  write(folder, "world.json", world);
  write(folder, "steward.json", heliogridConfig(world));

  const time = await timeHook(world, rpcUrl);
  closers.push(time.close);
  const discordArgs = [
    "--port",
    `${port}`,
    "--chain-rpc",
    rpcUrl,
    "--world",
    join(folder, "world.json"),
    "--clock-hook",
    time.url,
  ];
  const discord = run(startChild({ name: "Discord", script: "sandbox/discord/main.ts", args: discordArgs }));
  const { url } = await discord.firstLine(readyLine<{ url: string }>);
  step(`Discord at ${url}`);

  const steward = run(startSteward(folder, { url, rpcUrl, chainId: world.chainId }, onLog));
  const stewardPort = await steward.firstLine((line) => {
    const { msg, port: its } = parse(line);
    return msg === "Steward runs." ? Number(its) : undefined;
  });
  const stewardUrl = `http://127.0.0.1:${stewardPort}`;
  time.follow(stewardUrl);
  await steward.firstLine((line) => parse(line).msg === "Steward is ready." || undefined);
  step(`Steward at ${stewardUrl}`);
  const moveTime = (seconds: number) => post(`${url}/control/clock`, { offsetSeconds: time.offset() + seconds });
  return { url, stewardUrl, rpcUrl, world, moveTime };
}

/** Runs Steward as anybody would: by its command line and its environment, in a folder of its own, knowing nothing of this one's. */
function startSteward(
  folder: string,
  at: { url: string; rpcUrl: string; chainId: number },
  onLog: SandboxOptions["onLog"],
): Child {
  return startChild({
    name: "Steward",
    script: "src/cli/steward.ts",
    args: ["start"],
    cwd: folder,
    env: {
      DISCORD_TOKEN: SERVER.token,
      DISCORD_API_BASE: `${at.url}/api`,
      STEWARD_CONFIG: join(folder, "steward.json"),
      STEWARD_DATA: join(folder, "data"),
      STEWARD_HTTP_PORT: "0",
      [`RPC_URLS_${at.chainId}`]: at.rpcUrl,
    },
    ...(onLog ? { onLine: (line: string) => onLog(parse(line)) } : {}),
  });
}

/** The one place where time moves: the local Discord asks here before it moves itself, and chain and Steward go first. */
async function timeHook(world: World, rpcUrl: string) {
  let offset = 0;
  let stewardUrl: string | undefined;
  const move = async (to: number) => {
    if (!Number.isSafeInteger(to) || to < offset) throw new RangeError("Time moves forward only, by whole seconds.");
    await passTime({ ...world, rpcUrl }, to - offset);
    offset = to;
    if (stewardUrl) await post(`${stewardUrl}/clock`, { offsetSeconds: offset });
  };
  const server = createServer(async (request, response) => {
    try {
      let body = "";
      for await (const chunk of request) body += String(chunk);
      await move(Number((JSON.parse(body) as { offsetSeconds: unknown }).offsetSeconds));
      response.writeHead(204).end();
    } catch (error) {
      response.writeHead(error instanceof RangeError ? 400 : 500).end(String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    offset: () => offset,
    follow: (url: string) => {
      stewardUrl = url;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function post(url: string, body: unknown): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
}

function readyLine<T>(line: string): T | undefined {
  const parsed = parse(line) as unknown as { ready?: boolean } & T;
  return parsed.ready === true ? parsed : undefined;
}

function parse(line: string): LogLine {
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
