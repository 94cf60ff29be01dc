import { Client, GatewayDispatchEvents, GatewayIntentBits } from "discord.js";
import { expect, onTestFinished, test } from "vitest";
import { createLocalDiscord } from "../../sandbox/discord/server.ts";
import { PEOPLE, ROLES, SERVER } from "../../sandbox/people.ts";
import type { Config } from "../../src/config/schema.ts";
import { createDiscordClient } from "../../src/discord/client.ts";
import { clientOptions } from "../../src/discord/client-options.ts";
import { needsMembers } from "../../src/discord/needs-members.ts";
import { Refusal, Transient } from "../../src/errors.ts";
import { createMessengerWorld } from "../support/messenger-world.ts";

const grantedIntents = GatewayIntentBits.GuildMembers;

test("default: everybody is listed with their roles, bots as such", async () => {
  const { messenger, rejections } = await createMessengerWorld([], { grantedIntents });
  const listed = await messenger.listMembers();
  expect(listed).toHaveLength(PEOPLE.length + 2);
  for (const { id, roles } of PEOPLE) expect(listed).toContainEqual({ id, roles, bot: false });
  expect(listed.filter(({ bot }) => bot)).toEqual([{ id: SERVER.application, roles: [SERVER.botRole], bot: true }]);
  expect(rejections()).toEqual([]);
});

test.each([1_000, 1_001, 2_500])("boundary: %i members are listed once each, a thousand at a time", async (count) => {
  const world = await createMessengerWorld([], { grantedIntents });
  const { accounts } = world.discord.state;
  const someone = [...accounts.values()].at(-1);
  for (let index = accounts.size; index < count; index += 1) {
    // Out of order, and of both lengths that ids have.
    const id = String((index % 2 === 0 ? 10n ** 17n : 10n ** 18n) + BigInt(index * 7_919));
    if (someone) accounts.set(id, { ...someone, id, roles: [ROLES.member] });
  }
  world.requests();
  const listed = await world.messenger.listMembers();
  expect(new Set(listed.map(({ id }) => id))).toEqual(new Set(accounts.keys()));
  expect(listed).toHaveLength(count);
  expect(world.requests()).toHaveLength(Math.floor(count / 1_000) + 1);
});

test("error: without the intent the refusal says what to do", async () => {
  const { messenger } = await createMessengerWorld();
  const refused = messenger.listMembers();
  await expect(refused).rejects.toBeInstanceOf(Refusal);
  await expect(refused).rejects.toMatchObject({
    message: expect.stringContaining("list"),
    hint: expect.stringMatching(/Server Members Intent.*`listed`/),
  });
});

test("error: a list that breaks off is no list", async () => {
  const world = await createMessengerWorld([], { grantedIntents });
  world.fault({ kind: "5xx", times: 2, match: { method: "GET", path: "/members" } });
  expect(await world.messenger.listMembers()).toHaveLength(PEOPLE.length + 2);
  world.fault({ kind: "5xx", times: 3, match: { method: "GET", path: "/members" } });
  await expect(world.messenger.listMembers()).rejects.toBeInstanceOf(Transient);
});

test("behavior: a session asks for the intent only where it is told to", async () => {
  const plain = await createMessengerWorld([], { grantedIntents });
  expect(plain.discord.gateway.sessions().map(({ intents }) => intents)).toEqual([GatewayIntentBits.Guilds]);
  const asking = await createMessengerWorld([], { grantedIntents, membersIntent: true });
  const both = GatewayIntentBits.Guilds | GatewayIntentBits.GuildMembers;
  expect(asking.discord.gateway.sessions().map(({ intents }) => intents)).toEqual([both]);
  expect(asking.client.self()).toBe(SERVER.application);
});

test("behavior: with the intent nobody but the bot is kept in memory, whoever is heard of", async () => {
  const discord = await createLocalDiscord({ grantedIntents });
  const client = new Client(clientOptions(`${discord.url}/api`, true));
  onTestFinished(async () => {
    await client.destroy();
    await discord.close();
  });
  const ready = new Promise((resolve) => client.once("clientReady", resolve));
  await client.login(SERVER.token);
  await ready;
  const heard = new Promise((resolve) => client.ws.once(GatewayDispatchEvents.GuildMemberUpdate, resolve));
  discord.state.events.publish({ kind: "member", userId: PEOPLE[0]?.id ?? "" });
  await heard;
  const guild = client.guilds.cache.get(SERVER.guild);
  expect([...(guild?.members.cache.keys() ?? [])]).toEqual([SERVER.application]);
  expect([...client.users.cache.keys()]).toEqual([SERVER.application]);
  expect(guild?.members.me?.roles.cache.has(SERVER.botRole)).toBe(true);
});

test("error: a session that asks for what was not granted says what to do", async () => {
  const discord = await createLocalDiscord();
  const quiet = () => undefined;
  const client = createDiscordClient({
    token: SERVER.token,
    apiBase: `${discord.url}/api`,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    now: () => 1_000,
    membersIntent: true,
  });
  onTestFinished(async () => {
    await client.stop();
    await discord.close();
  });
  const on = { interaction: async () => undefined, ready: async () => undefined, fatal: quiet };
  await expect(client.start(on)).rejects.toMatchObject({
    name: "Refusal",
    hint: expect.stringMatching(/Server Members Intent.*`listed`/),
  });
});

test("behavior: members are needed only where a role electorate is listed", () => {
  const needs = (electorate: object) => needsMembers({ electorates: { one: electorate } as Config["electorates"] });
  expect(needs({ kind: "role", roles: [], listed: true })).toBe(true);
  expect(needs({ kind: "role", roles: [], listed: false })).toBe(false);
  expect(needs({ kind: "role", roles: [] })).toBe(false);
  expect(needs({ kind: "votes", listed: true })).toBe(false);
});
