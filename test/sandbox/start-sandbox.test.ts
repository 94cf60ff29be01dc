import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { heliogridConfig } from "../../sandbox/heliogrid-config.ts";
import { SERVER } from "../../sandbox/people.ts";
import { type Sandbox, startSandbox } from "../../sandbox/start-sandbox.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

let sandbox: Sandbox;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  sandbox = await startSandbox();
  folder = mkdtempSync(join(tmpdir(), "steward-operating-"));
  writeFileSync(join(folder, "steward.json"), JSON.stringify(heliogridConfig(sandbox.world)));
  env = {
    PATH: process.env.PATH ?? "",
    DISCORD_TOKEN: SERVER.token,
    DISCORD_API_BASE: `${sandbox.url}/api/v10`,
    STEWARD_CONFIG: join(folder, "steward.json"),
    STEWARD_DATA: join(folder, "data"),
    STEWARD_HTTP_PORT: "0",
    RPC_URLS_31337: sandbox.rpcUrl,
  };
}, 60_000);

afterAll(async () => {
  await sandbox?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 15_000);

/** Runs the command line to its end. */
function steward(args: string[], changes: Record<string, string | undefined> = {}) {
  const given = Object.fromEntries(Object.entries({ ...env, ...changes }).filter(([, value]) => value !== undefined));
  const options = { cwd: folder, env: given as NodeJS.ProcessEnv, encoding: "utf8" as const, timeout: 30_000 };
  const { status, stdout, stderr } = spawnSync(process.execPath, [`${root}src/cli/steward.ts`, ...args], options);
  return { status, out: stdout + stderr };
}

/** Starts a second Steward in a folder of its own, and waits for a line of its log. */
async function startOther(until: string) {
  const child = spawn(process.execPath, [`${root}src/cli/steward.ts`, "start"], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) if ((JSON.parse(line) as { msg: string }).msg === until) break;
  child.stdout.resume();
  return child;
}

test("default: the page answers, Steward is well, and its figures can be read", async () => {
  expect((await fetch(sandbox.url)).status).toBe(200);
  const health = await fetch(`${sandbox.stewardUrl}/healthz`);
  expect(await health.json()).toMatchObject({
    ok: true,
    gateway: { ok: true },
    database: { ok: true },
    outbox: { ok: true },
    "chain 31337": { ok: true },
  });
  expect(health.status).toBe(200);
  const read = async () => (await fetch(`${sandbox.stewardUrl}/metrics`)).text();
  // A job's first run may still be going.
  await expect.poll(read).toMatch(/steward_job_runs_total\{job="read-rewards",outcome="ok"\} \d/);
  const metrics = await read();
  expect(metrics).toMatch(/steward_rpc_requests_total\{chain="31337",provider="provider 1",outcome="ok"\} [1-9]/);
  expect(metrics).toMatch(/steward_rpc_calls_total\{chain="31337",provider="provider 1"\} [1-9]/);
  expect(metrics).toMatch(/steward_source_blocks_behind\{source="nodes"\} \d/);
  expect(metrics).toMatch(/steward_rewards\{source="nodes"\} [1-9]/);
  expect(metrics).toMatch(/steward_finalized_block\{chain="31337"\} \d/);
});

test("behavior: time moves in all three processes at once, and only forward", async () => {
  const now = async () => ((await (await fetch(`${sandbox.stewardUrl}/clock`)).json()) as { now: number }).now;
  const before = await now();
  await sandbox.moveTime(86_400);
  expect((await now()) - before).toBeGreaterThanOrEqual(86_400);
  const discord = (await (await fetch(`${sandbox.url}/control/clock`)).json()) as { offsetSeconds: number };
  expect(discord.offsetSeconds).toBe(86_400);
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_getBlockByNumber", params: ["finalized", false] });
  const answer = await fetch(sandbox.rpcUrl, { method: "POST", headers: { "content-type": "application/json" }, body });
  const { result } = (await answer.json()) as { result: { timestamp: string } };
  expect(Number(result.timestamp) - before).toBeGreaterThanOrEqual(86_390);
  await expect(sandbox.moveTime(-10)).rejects.toThrow("400");
});

test("default: doctor finds nothing wrong with the sandbox's own setup", () => {
  const { status, out } = steward(["doctor"]);
  expect(out).not.toContain("✗");
  expect(out).toMatch(/✓ The token is valid/);
  expect(out).toMatch(/✓ channels\.proposals: #proposals, with every permission/);
  expect(out).toMatch(/✓ Heliochain, provider 1 serves chain 31337/);
  expect(out).toMatch(/✓ parameters\.region-multiplier\/west: 1\.25 ×/);
  expect(out).toMatch(/✓ executors\.dao/);
  expect(status).toBe(0);
});

test("error: doctor names what is wrong, and what to do, without a secret", () => {
  const config = JSON.parse(JSON.stringify(heliogridConfig(sandbox.world)));
  config.tokens.dollar.decimals = 18;
  config.roles.treasurer = ["700000000000000999"];
  config.channels.reports = "700000000000000888";
  config.executors.dao.timelock = sandbox.world.addresses.token;
  writeFileSync(join(folder, "wrong.json"), JSON.stringify(config));
  const rpc = `${sandbox.rpcUrl},http://127.0.0.1:9/canary-key-0123456789`;
  const { status, out } = steward(["doctor"], { STEWARD_CONFIG: join(folder, "wrong.json"), RPC_URLS_31337: rpc });
  expect(out).toMatch(/✗ tokens\.dollar: the contract has 6 decimals, the config 18/);
  expect(out).toMatch(/✗ roles\.treasurer: there is no role 700000000000000999/);
  expect(out).toMatch(/✗ channels\.reports: the bot does not see a channel/);
  expect(out).toMatch(/✗ executors\.dao: The Governor's timelock is 0x[0-9a-fA-F]{40}, not the config's\.$/m);
  expect(out).toMatch(/✗ Heliochain, provider 2/);
  expect(out).not.toContain("canary");
  expect(status).toBe(1);
});

test("error: a setup that cannot work ends with 78 and every reason; a wrong token too", () => {
  const { status, out } = steward(["start"], { DISCORD_TOKEN: undefined, RPC_URLS_31337: undefined });
  expect(status).toBe(78);
  expect(out).toMatch(/DISCORD_TOKEN: is missing/);
  expect(out).toMatch(/RPC_URLS_31337: is missing/);
  const refused = steward(["start"], { DISCORD_TOKEN: "canary.token.of-nobody" });
  expect(refused.status).toBe(78);
  expect(refused.out).toContain("Discord does not know this bot token.");
  expect(refused.out).not.toContain("canary");
}, 60_000);

test("behavior: a second start is refused, a backup made while it runs is put back when it does not", async () => {
  const first = await startOther("Steward is ready.");
  try {
    const started = performance.now();
    const second = steward(["start"]);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(second.status).toBe(1);
    expect(second.out).toContain(`process ${first.pid} on`);

    const copy = join(folder, "copy.db");
    expect(steward(["backup", "--to", copy])).toMatchObject({
      status: 0,
      out: expect.stringContaining("whole and checked"),
    });
    expect(steward(["restore", copy])).toMatchObject({ status: 1, out: expect.stringContaining("already runs") });

    const told = performance.now();
    first.kill("SIGTERM");
    const [code] = (await once(first, "exit")) as [number];
    expect(code).toBe(0);
    expect(performance.now() - told).toBeLessThan(10_000);
    expect(readdirSync(env["STEWARD_DATA"] ?? "").filter((name) => name.endsWith("-wal"))).toEqual([]);
    expect(steward(["restore", copy])).toMatchObject({ status: 0, out: expect.stringContaining("is now the backup") });
  } finally {
    first.kill("SIGKILL");
  }
}, 60_000);

test("behavior: no verb starts the sandbox only when nothing says otherwise", () => {
  const { status, out } = steward([], { DISCORD_TOKEN: undefined });
  expect(status).toBe(78);
  expect(out).not.toContain("sandbox");
  const verbs = [...steward(["help"]).out.matchAll(/^ {2}([a-z-]+) /gm)].map(([, verb]) => verb);
  expect(verbs).toEqual(expect.arrayContaining(["start", "sandbox", "doctor", "verify", "backup", "restore"]));
  const files = readdirSync(join(root, "src/cli")).map((name) => name.replace(".ts", ""));
  expect(verbs.filter((verb) => verb !== "help" && !files.includes(verb ?? ""))).toEqual([]);
  expect(steward(["strat"])).toMatchObject({ status: 1, out: expect.stringContaining('no verb "strat"') });
});

test.each([
  ["told to end", "SIGINT"],
  ["killed", "SIGKILL"],
] as const)(
  "behavior: nothing outlives a sandbox that is %s",
  async (_, signal) => {
    const child = spawn(process.execPath, [`${root}src/cli/steward.ts`], {
      cwd: mkdtempSync(join(folder, "empty-")),
      env: { PATH: env["PATH"] ?? "", HOME: folder, TMPDIR: folder },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const said: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      said.push(line);
      if (line.startsWith("Open http://")) break;
    }
    child.stdout.resume();
    expect(said[0]).toMatch(/^No DISCORD_TOKEN and no config, so this is the sandbox/);
    const family = descendants(child.pid ?? 0);
    expect(family.length).toBeGreaterThanOrEqual(5);
    const told = performance.now();
    child.kill(signal);
    await expect.poll(() => family.filter(isAlive), { timeout: 6_000 }).toEqual([]);
    expect(performance.now() - told).toBeLessThan(5_000);
  },
  60_000,
);

function descendants(pid: number): number[] {
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((one) => parentOf(one) === pid);
  return [...children, ...children.flatMap(descendants)];
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1]);
  } catch {
    return undefined;
  }
}

/** A process that has ended but was not yet collected has no program any more. */
function isAlive(pid: number): boolean {
  try {
    return readlinkSync(`/proc/${pid}/exe`) !== "";
  } catch {
    return false;
  }
}
