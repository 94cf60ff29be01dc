import { Events, GatewayIntentBits } from "discord.js";
import { afterEach, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { createLocalDiscord } from "../../../sandbox/discord/server.ts";
import { ROLES, SERVER } from "../../../sandbox/people.ts";
import { type Bot, connectBot, control, idOf, serve } from "./connect-bot.ts";

const general = { channel: SERVER.channels.general };
const GUILD_MESSAGES = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages];

let open: { close(): Promise<void> }[] = [];
const kept = <T extends { close(): Promise<void> }>(item: T): T => {
  open.push(item);
  return item;
};
afterEach(async () => {
  for (const item of open) await item.close();
  open = [];
});

/** A bot that answers /ping, so that an interaction proves the way through the gateway. */
async function pingBot(): Promise<Bot> {
  const bot = kept(await connectBot());
  await serve(bot, [{ name: "ping", description: "pong" }], async (interaction) => {
    if (interaction.isChatInputCommand()) await interaction.reply("pong");
  });
  return bot;
}

const once = (bot: Bot, event: string) =>
  new Promise<unknown[]>((resolve) => bot.client.once(event as "shardResume", (...args) => resolve(args)));

describe("the gateway", () => {
  it("default: server changes arrive with the Guilds intent, messages do not", async () => {
    const bot = kept(await connectBot());
    const seen: string[] = [];
    bot.client.on(Events.MessageCreate, () => seen.push("message"));
    bot.client.on(Events.ThreadCreate, () => seen.push("thread"));
    const message = await bot.channel.send("card");
    await bot.person("ada").say(general.channel, "hello");
    await message.startThread({ name: "T" });
    await expect.poll(() => seen).toContain("thread");
    expect(seen).not.toContain("message");
  });

  it("behavior: with the messages intent they arrive, other people's without their words, ephemeral ones never", async () => {
    const bot = kept(await connectBot({}, { intents: GUILD_MESSAGES }));
    const seen: string[] = [];
    bot.client.on(Events.MessageCreate, (message) => seen.push(message.content || "(hidden)"));
    await serve(bot, [{ name: "whisper", description: "x" }], async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.reply({ content: "psst", flags: 64 });
    });
    await bot.person("ada").command("whisper", {}, general);
    await bot.person("ada").say(general.channel, "secret");
    await bot.channel.send("mine");
    await expect.poll(() => seen).toEqual(["(hidden)", "mine"]);
  });

  it("behavior: the bot hears of its own roles, not of other people's", async () => {
    const bot = kept(await connectBot());
    await bot.client.guilds.cache.first()?.members.fetch(idOf("ada"));
    await control(bot.discord, `members/${idOf("ada")}`, { roles: [] });
    await control(bot.discord, `members/${SERVER.application}`, { roles: [SERVER.botRole, ROLES.member] });
    const guild = bot.client.guilds.cache.first();
    await expect.poll(() => guild?.members.me?.roles.cache.has(ROLES.member)).toBe(true);
    expect(guild?.members.cache.get(idOf("ada"))?.roles.cache.has(ROLES.member)).toBe(true);
  });

  it("behavior: op 7 makes the client resume, and an interaction made meanwhile is answered", async () => {
    const bot = await pingBot();
    const resumed = once(bot, Events.ShardResume);
    await control(bot.discord, "faults", { kind: "op7" });
    const deed = bot.person("ada").command("ping", {}, general);
    expect((await deed).outcome).toMatchObject({ kind: "message", message: { content: "pong" } });
    await resumed;
    expect(bot.discord.gateway.sessions()).toHaveLength(1);
  });

  it("behavior: after close 4009 the session is resumed with what was missed", async () => {
    const bot = await pingBot();
    const resumed = once(bot, Events.ShardResume);
    await control(bot.discord, "faults", { kind: "close", code: 4009 });
    const deed = bot.person("ada").command("ping", {}, general);
    const [, replayed] = await resumed;
    expect(replayed).toBeGreaterThan(0);
    expect((await deed).outcome.kind).toBe("message");
  });

  it("behavior: a resumable op 9 is resumed, one that is not ends the session and the client starts another", async () => {
    const bot = await pingBot();
    const resumed = once(bot, Events.ShardResume);
    await control(bot.discord, "faults", { kind: "op9", resumable: true });
    await resumed;
    const before = bot.discord.gateway.sessions()[0]?.id;
    await control(bot.discord, "faults", { kind: "op9", resumable: false });
    await expect.poll(() => bot.discord.gateway.sessions()[0]?.id ?? before, { timeout: 10_000 }).not.toBe(before);
    expect((await bot.person("ada").command("ping", {}, general)).outcome.kind).toBe("message");
  });

  it("behavior: an outage refuses everything and ends by itself or by hand", async () => {
    const bot = await pingBot();
    const resumed = once(bot, Events.ShardResume);
    await control(bot.discord, "faults", { kind: "outage", seconds: 60 });
    const headers = { authorization: `Bot ${SERVER.token}` };
    await expect(fetch(`${bot.discord.url}/api/v10/users/@me`, { headers })).rejects.toThrow();
    await fetch(`${bot.discord.url}/control/faults`, { method: "DELETE" });
    expect((await fetch(`${bot.discord.url}/api/v10/users/@me`, { headers })).status).toBe(200);
    await resumed;
  });

  it("error: bad frames and logins are closed with Discord's codes", async () => {
    const discord = kept(await createLocalDiscord());
    const identify = { token: SERVER.token, intents: 1, properties: {} };
    const closedWith = (frames: (object | string)[], version = 10) =>
      new Promise<number>((resolve) => {
        const socket = new WebSocket(`${discord.url.replace("http", "ws")}/gateway?v=${version}&encoding=json`);
        socket.on("open", () => {
          for (const frame of frames) socket.send(typeof frame === "string" ? frame : JSON.stringify(frame));
        });
        socket.on("close", (code) => resolve(code));
      });
    expect(await closedWith([], 9)).toBe(4012);
    expect(await closedWith(["not json"])).toBe(4002);
    expect(await closedWith([{ op: 99 }])).toBe(4001);
    expect(await closedWith([{ op: 3, d: {} }])).toBe(4003);
    expect(await closedWith([{ op: 2, d: { ...identify, token: "no" } }])).toBe(4004);
    expect(
      await closedWith([
        { op: 2, d: identify },
        { op: 2, d: identify },
      ]),
    ).toBe(4005);
    expect(await closedWith([{ op: 2, d: { ...identify, shard: [1, 1] } }])).toBe(4010);
    expect(await closedWith([{ op: 2, d: { ...identify, intents: 2 ** 30 } }])).toBe(4013);
    expect(await closedWith([{ op: 2, d: { ...identify, intents: 2 } }])).toBe(4014);
    expect(await closedWith(Array.from({ length: 121 }, () => ({ op: 1, d: null })))).toBe(4008);
    expect(await closedWith([{ op: 1, d: "x".repeat(5000) }])).toBe(4002);
  });

  it("error: a resume with an unknown session is told to start anew", async () => {
    const discord = kept(await createLocalDiscord());
    const socket = new WebSocket(`${discord.url.replace("http", "ws")}/gateway?v=10&encoding=json`);
    const frames: { op: number; d: unknown }[] = [];
    socket.on("message", (raw) => frames.push(JSON.parse(raw.toString())));
    socket.on("open", () =>
      socket.send(JSON.stringify({ op: 6, d: { token: SERVER.token, session_id: "none", seq: 1 } })),
    );
    await expect.poll(() => frames.at(-1)).toMatchObject({ op: 9, d: false });
    socket.terminate();
  });
});
