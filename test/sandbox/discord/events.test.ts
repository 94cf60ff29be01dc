import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { permissionBits } from "../../../sandbox/discord/model/permission-bits.ts";
import { ROLES, SERVER } from "../../../sandbox/people.ts";
import { type Bot, connectBot, control, idOf, serve } from "./connect-bot.ts";

const general = SERVER.channels.general;

let bot: Bot;
let stops: AbortController[] = [];
beforeEach(async () => {
  bot = await connectBot();
  await serve(bot, [{ name: "whisper", description: "x" }], async (interaction) => {
    if (interaction.isChatInputCommand()) await interaction.reply({ content: "psst", flags: 64 });
  });
});
afterEach(async () => {
  for (const stop of stops) stop.abort();
  stops = [];
  await bot.close();
});

/** Everything a person's page is told, as `name text`. */
async function toldTo(name: string): Promise<string[]> {
  const stop = new AbortController();
  stops.push(stop);
  const response = await fetch(`${bot.discord.url}/act/${idOf(name)}/events`, { signal: stop.signal });
  const told: string[] = [];
  const read = async () => {
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      for (const [, event, data] of chunk.matchAll(/event: (.+)\ndata: (.+)\n/g)) {
        const { content, name: title, offsetSeconds, id } = JSON.parse(data ?? "{}");
        told.push(`${event} ${content ?? title ?? offsetSeconds ?? id}`);
      }
    }
  };
  void read().catch(() => undefined);
  return told;
}

describe("a person's events", () => {
  it("default: each person is told what this person can see, as it happens", async () => {
    const [ada, ben] = [await toldTo("ada"), await toldTo("ben")];
    const message = await bot.channel.send("card");
    await message.edit("card 2");
    await bot.person("ada").command("whisper", {}, { channel: general });
    await message.startThread({ name: "Talk" });
    await control(bot.discord, "clock", { offsetSeconds: 60 });
    await message.delete();
    const seen = ["message card", "edit card 2", "thread Talk", "edit card 2", "clock 60", `delete ${message.id}`];
    await expect.poll(() => ben).toEqual(seen);
    await expect.poll(() => ada).toEqual([...seen.slice(0, 2), "message psst", ...seen.slice(2)]);
  });

  it("behavior: a channel closed to a person is silent and invisible", async () => {
    const deny = permissionBits("ViewChannel").toString();
    const allow = { id: ROLES.treasurer, type: 0, allow: deny };
    await control(bot.discord, `channels/${general}`, {
      overwrites: [{ id: SERVER.guild, type: 0, deny }, allow, { id: SERVER.botRole, type: 0, allow: deny }],
    });
    const [ada, theo] = [await toldTo("ada"), await toldTo("theo")];
    await bot.channel.send("for treasurers");
    await expect.poll(() => theo).toEqual(["message for treasurers"]);
    expect(ada).toEqual([]);
    const names = async (name: string) => (await bot.person(name).guild()).channels.map((channel) => channel.id);
    expect(await names("ada")).not.toContain(general);
    expect(await names("theo")).toContain(general);
    await expect(bot.person("ada").command("whisper", {}, { channel: general })).rejects.toThrow("no such channel");
  });

  it("behavior: roles and language of a member are as last set, and reach the bot", async () => {
    const change = { roles: [ROLES.member, ROLES.treasurer], locale: "de" };
    await control(bot.discord, `members/${idOf("ada")}`, change);
    let heard: unknown;
    bot.client.once("interactionCreate", (interaction) => {
      const roles = interaction.inCachedGuild() ? [...interaction.member.roles.cache.keys()] : [];
      heard = { locale: interaction.locale, roles };
    });
    await bot.person("ada").command("whisper", {}, { channel: general });
    expect(heard).toMatchObject({ locale: "de", roles: expect.arrayContaining(change.roles) });
    expect(await control(bot.discord, `members/${idOf("ada")}`, { roles: ["1"] })).toEqual({
      error: "there is no role 1",
    });
  });

  it("error: nobody acts for strangers, bots or in unknown ways", async () => {
    const get = async (path: string) => (await fetch(`${bot.discord.url}/act/${path}`)).status;
    expect(await get("123/guild")).toBe(404);
    expect(await get(`${SERVER.application}/guild`)).toBe(404);
    expect(await get(`${idOf("ada")}/fly`)).toBe(404);
    expect(await get(`${idOf("ada")}/messages?channel=1`)).toBe(404);
  });
});
