import { ApplicationFlags, GatewayIntentBits } from "discord.js";
import { afterEach, expect, it } from "vitest";
import { heliogridSeed } from "../../../sandbox/discord/seed.ts";
import { createLocalDiscord, type LocalDiscord } from "../../../sandbox/discord/server.ts";
import { PEOPLE, SERVER } from "../../../sandbox/people.ts";
import { rest } from "./connect-bot.ts";

const grantedIntents = GatewayIntentBits.GuildMembers;
const path = `/guilds/${SERVER.guild}/members`;

let discord: LocalDiscord | undefined;
const start = async (options: Parameters<typeof createLocalDiscord>[0] = {}) => {
  discord = await createLocalDiscord(options);
  return discord;
};
afterEach(() => discord?.close());

const idsOf = ({ body }: Awaited<ReturnType<typeof rest>>) =>
  (body as unknown as { user: { id: string } }[]).map(({ user }) => user.id);

it("default: members are listed in the order of their ids, page by page", async () => {
  const server = await start({ grantedIntents });
  const all = idsOf(await rest(server, "GET", `${path}?limit=1000`));
  expect(all).toHaveLength(PEOPLE.length + 2);
  expect(all).toEqual(all.toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)));
  expect(idsOf(await rest(server, "GET", path))).toEqual(all.slice(0, 1));
  expect(idsOf(await rest(server, "GET", `${path}?limit=3&after=${all[3]}`))).toEqual(all.slice(4, 7));
  expect(idsOf(await rest(server, "GET", `${path}?limit=3&after=${all.at(-1)}`))).toEqual([]);
});

it("behavior: the privilege can be the seed's, and the application's flags show it", async () => {
  const server = await start({ seed: { ...heliogridSeed(), grantedIntents } });
  expect((await rest(server, "GET", path)).status).toBe(200);
  expect((await rest(server, "GET", "/applications/@me")).body.flags).toBe(ApplicationFlags.GatewayGuildMembersLimited);
});

it("boundary: one to a thousand at a time, after an id", async () => {
  const server = await start({ grantedIntents });
  for (const query of ["limit=0", "limit=1001", "limit=x", "after=x"]) {
    expect((await rest(server, "GET", `${path}?${query}`)).body, query).toMatchObject({ code: 50035 });
  }
});

it("error: without the privilege nobody is listed, and single members can still be read", async () => {
  const server = await start();
  expect(await rest(server, "GET", path)).toMatchObject({ status: 403, body: { code: 50001 } });
  expect((await rest(server, "GET", `${path}/${SERVER.owner}`)).status).toBe(200);
  expect((await rest(server, "GET", "/applications/@me")).body.flags).toBe(0);
});
