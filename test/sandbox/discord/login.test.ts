import { GatewayIntentBits } from "discord.js";
import { afterEach, describe, expect, it } from "vitest";
import { createLocalDiscord, type LocalDiscord } from "../../../sandbox/discord/server.ts";
import { PEOPLE, SERVER } from "../../../sandbox/people.ts";
import { type Bot, connectBot, idOf, rest, unmodifiedClient } from "./connect-bot.ts";

let open: { close(): Promise<void> }[] = [];
const kept = <T extends { close(): Promise<void> }>(item: T): T => {
  open.push(item);
  return item;
};
afterEach(async () => {
  for (const item of open) await item.close();
  open = [];
});

describe("logging in", () => {
  it("default: an unmodified client becomes ready and knows server, channels, roles and itself", async () => {
    const { client }: Bot = kept(await connectBot());
    const guild = client.guilds.cache.get(SERVER.guild);
    expect(guild?.name).toBe("Heliogrid");
    expect(guild?.channels.cache.map((channel) => channel.name)).toEqual(Object.keys(SERVER.channels));
    expect(guild?.roles.cache.map((role) => role.name)).toContain("treasurer");
    expect(guild?.members.me?.roles.cache.has(SERVER.botRole)).toBe(true);
    expect(guild?.memberCount).toBe(PEOPLE.length + 2);
  });

  it("behavior: without the members intent only the bot itself is a known member, others are fetched", async () => {
    const { client } = kept(await connectBot());
    const guild = client.guilds.cache.get(SERVER.guild);
    expect(guild?.members.cache.size).toBe(1);
    const ada = await guild?.members.fetch(idOf("ada"));
    expect(ada?.displayName).toBe("Ada");
    const both = await guild?.members.fetch({ user: [idOf("ben"), idOf("theo")] });
    expect(both?.map((member) => member.displayName)).toEqual(["Ben", "Theo"]);
  });

  it("behavior: the bot's permissions in a channel can be computed by the client", async () => {
    const { channel, client } = kept(await connectBot());
    const permissions = channel.permissionsFor(client.user);
    expect(permissions?.has("SendMessages")).toBe(true);
    expect(permissions?.has("ManageGuild")).toBe(false);
  });

  it("error: a wrong token is refused by REST", async () => {
    const discord: LocalDiscord = kept(await createLocalDiscord());
    await expect(unmodifiedClient(discord.url).login("wrong")).rejects.toThrow(/invalid token/i);
    const answer = await rest(discord, "GET", "/users/@me", undefined, { authorization: "Bot wrong" });
    expect(answer.status).toBe(401);
  });

  it("error: privileged intents that were not granted end the login with 4014", async () => {
    const discord = kept(await createLocalDiscord());
    const client = unmodifiedClient(discord.url, { intents: [GatewayIntentBits.MessageContent] });
    await expect(client.login(SERVER.token)).rejects.toThrow(/disallowed intents/i);
  });

  it("behavior: granted privileged intents show all members", async () => {
    const granted = GatewayIntentBits.GuildMembers;
    const intents = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMembers];
    const { client } = kept(await connectBot({ grantedIntents: granted }, { intents }));
    expect(client.guilds.cache.first()?.members.cache.size).toBe(PEOPLE.length + 2);
  });

  it("error: no session starts left is said before connecting", async () => {
    const discord = kept(await createLocalDiscord({ sessionStarts: 0 }));
    await expect(unmodifiedClient(discord.url).login(SERVER.token)).rejects.toThrow(/sessions remaining/);
  });

  it("error: another API version and unknown paths are refused", async () => {
    const discord = kept(await createLocalDiscord());
    const old = await fetch(`${discord.url}/api/v9/users/@me`, { headers: { authorization: `Bot ${SERVER.token}` } });
    expect(await old.json()).toMatchObject({ code: 50041 });
    expect((await rest(discord, "GET", "/nowhere")).status).toBe(404);
    expect((await fetch(`${discord.url}/api//v10/users/@me`)).status).toBe(404);
  });
});
