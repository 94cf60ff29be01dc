import { expect, onTestFinished, test } from "vitest";
import { commands } from "../../commands/index.ts";
import type { Json } from "../../sandbox/discord/json.ts";
import { commandListProblems } from "../../sandbox/discord/rules/commands.ts";
import { specProblems } from "../../sandbox/discord/rules/spec.ts";
import { createLocalDiscord } from "../../sandbox/discord/server.ts";
import { SERVER } from "../../sandbox/people.ts";
import { createDiscordClient, type DiscordClientOptions } from "../../src/discord/client.ts";
import { registration } from "../../src/discord/registration.ts";
import { Refusal } from "../../src/errors.ts";
import { faultAt } from "../support/discord-world.ts";

/** A local Discord and a session with it, whose clock a test moves. */
async function session(options: Partial<DiscordClientOptions> = {}, heartbeatMs = 41_250) {
  const discord = await createLocalDiscord({ heartbeatMs });
  const lines: string[] = [];
  const say = (message: string) => void lines.push(message);
  let time = 1_000;
  const client = createDiscordClient({
    token: SERVER.token,
    apiBase: `${discord.url}/api`,
    log: { debug: () => undefined, info: say, warn: say, error: say },
    now: () => time,
    backOffMs: { first: 50, longest: 100 },
    ...options,
  });
  onTestFinished(async () => {
    await client.stop();
    await discord.close();
  });
  const fatal: Refusal[] = [];
  const ready = Promise.withResolvers<void>();
  const on = {
    interaction: async () => undefined,
    ready: async () => ready.resolve(),
    fatal: (error: Refusal) => void fatal.push(error),
  };
  const start = async () => {
    await client.start(on);
    await ready.promise;
  };
  return { discord, client, lines, fatal, start, on, setTime: (to: number) => (time = to) };
}

test("default: a session knows who it is and since when it is up, and asks for no more than the server", async () => {
  const { client, discord, start } = await session();
  expect(client.connected()).toBe(false);
  expect(client.application()).toBeUndefined();
  await start();
  expect(client.connected()).toBe(true);
  expect(client.connectedSince()).toBe(1_000);
  expect(client.application()).toBe(SERVER.application);
  expect(discord.gateway.sessions().map(({ intents }) => intents)).toEqual([1]);
});

test("behavior: a resumed session counts as unbroken only from its resume", async () => {
  const { client, discord, start, setTime, lines } = await session();
  await start();
  setTime(2_000);
  await faultAt(discord.url, { kind: "op7" });
  await expect.poll(() => client.connected(), { interval: 5 }).toBe(false);
  await expect.poll(() => client.connectedSince(), { timeout: 5_000 }).toBe(2_000);
  expect(lines.filter((line) => line.includes("reconnecting"))).toHaveLength(1);
});

test("behavior: a session that answers no heartbeat counts as down, and as up again from the next answer", async () => {
  const { client, discord, start, setTime } = await session({ silenceMs: 1_000 }, 150);
  await start();
  await new Promise((resolve) => setTimeout(resolve, 1_300));
  expect(client.connectedSince()).toBe(1_000);
  const socket = discord.gateway.sessions()[0]?.socket();
  setTime(2_000);
  socket?.pause();
  await expect.poll(() => client.connected(), { interval: 20 }).toBe(false);
  socket?.resume();
  await expect.poll(() => client.connectedSince(), { timeout: 5_000 }).toBe(2_000);
});

test("behavior: a Discord that cannot be reached is waited for, and said so once", async () => {
  const { client, discord, start, lines } = await session();
  await faultAt(discord.url, { kind: "outage", seconds: 0.4 });
  await start();
  expect(client.connected()).toBe(true);
  expect(lines.filter((line) => line.includes("cannot be reached"))).toHaveLength(1);
});

test("error: a token Discord does not know is said at once, with what to do", async () => {
  const { start } = await session({ token: "wrong.token.here" });
  const refused = start();
  await expect(refused).rejects.toBeInstanceOf(Refusal);
  await expect(refused).rejects.toMatchObject({ hint: expect.stringContaining("DISCORD_TOKEN") });
});

test("error: a session that Discord ends for good is reported", async () => {
  const { client, discord, fatal, start } = await session();
  await start();
  await faultAt(discord.url, { kind: "close", code: 4014, resumable: false });
  await expect.poll(() => fatal.map(({ message }) => message)).toEqual(["Discord refused the intents."]);
  expect(fatal[0]?.hint).toContain("Server Members Intent");
  expect(client.connected()).toBe(false);
});

test("behavior: leaving takes no more than three seconds, even in the middle of logging in", async () => {
  const { client, on } = await session();
  const started = client.start(on).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 15));
  const before = performance.now();
  await client.stop();
  expect(performance.now() - before).toBeLessThan(3_500);
  await Promise.race([started, new Promise((resolve) => setTimeout(resolve, 100))]);
});

test("default: every command is one Discord registers", () => {
  const bodies = commands.map(registration) as unknown as Json[];
  expect(commandListProblems(bodies)).toEqual([]);
  for (const body of bodies) expect(specProblems("command", body)).toEqual([]);
});
