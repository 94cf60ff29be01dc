import { ChannelType, type ForumChannel } from "discord.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { permissionBits } from "../../../sandbox/discord/model/permission-bits.ts";
import { heliogridSeed } from "../../../sandbox/discord/seed.ts";
import type { Channel } from "../../../sandbox/discord/state.ts";
import { SERVER } from "../../../sandbox/people.ts";
import { type Bot, connectBot, control, rest } from "./connect-bot.ts";

const FORUM = "700000000000000299";
const MEDIA = "700000000000000298";
const OPEN = "700000000000000991";
const OFFICIAL = "700000000000000992";
const WEAKER = permissionBits("ViewChannel", "SendMessages", "SendMessagesInThreads", "ReadMessageHistory");

let bot: Bot;
let forum: Channel;
beforeEach(async () => {
  const seed = heliogridSeed();
  const tags = [
    { id: OPEN, name: "open" },
    { id: OFFICIAL, name: "official", moderated: true },
  ];
  const made = [
    { id: FORUM, type: 15 as const, name: "forum", tags },
    { id: MEDIA, type: 16 as const, name: "pictures" },
  ];
  bot = await connectBot({ seed: { ...seed, channels: [...seed.channels, ...made] } });
  forum = bot.discord.state.channels.get(FORUM) as Channel;
});
afterEach(() => bot.close());

const post = (body: object = {}, channel = FORUM) =>
  rest(bot.discord, "POST", `/channels/${channel}/threads`, { name: "Post", message: { content: "text" }, ...body });
const change = (id: unknown, body: object) => rest(bot.discord, "PATCH", `/channels/${String(id)}`, body);
const archived = (query = "") => rest(bot.discord, "GET", `/channels/${FORUM}/threads/archived/public${query}`);
const idsOf = ({ body }: Awaited<ReturnType<typeof rest>>) => (body.threads as { id: string }[]).map(({ id }) => id);
const weaken = () => control(bot.discord, `roles/${SERVER.botRole}`, { permissions: WEAKER.toString() });

describe("forums", () => {
  it("default: the client knows a forum with its tags, opens a post and finds it among the active and the archived", async () => {
    const known = bot.client.channels.cache.get(FORUM) as ForumChannel;
    expect(known.type).toBe(ChannelType.GuildForum);
    expect(known.availableTags.map(({ name, moderated }) => [name, moderated])).toEqual([
      ["open", false],
      ["official", true],
    ]);
    const thread = await known.threads.create({ name: "Post", message: { content: "text" }, appliedTags: [OPEN] });
    expect((await thread.fetchStarterMessage())?.id).toBe(thread.id);
    expect([...(await known.threads.fetchActive()).threads.keys()]).toEqual([thread.id]);
    await thread.setArchived(true);
    expect([...(await known.threads.fetchArchived()).threads.keys()]).toEqual([thread.id]);
    expect((await known.threads.fetchActive()).threads.size).toBe(0);
  });

  it("behavior: a post's first message is told once, under the post's id", async () => {
    const told: string[] = [];
    bot.discord.state.events.subscribe((event) => {
      if (event.kind === "message") told.push(event.stored.message.id);
    });
    const { body } = await post();
    expect(told).toEqual([body.id]);
  });

  it("behavior: a media channel holds posts too", async () => {
    expect((await post({}, MEDIA)).status).toBe(201);
  });

  it("behavior: archived posts are listed by when they were archived, page by page", async () => {
    const ids: string[] = [];
    for (let index = 0; index < 3; index += 1) {
      const { body } = await post();
      await control(bot.discord, "clock", { offsetSeconds: index * 100 });
      await change(body.id, { archived: true });
      ids.unshift(String(body.id));
    }
    const first = await archived("?limit=2");
    expect(idsOf(first)).toEqual(ids.slice(0, 2));
    expect(first.body.has_more).toBe(true);
    const { changedAt } = bot.discord.state.channels.get(ids[1] ?? "")?.thread ?? {};
    const second = await archived(`?limit=2&before=${encodeURIComponent(changedAt ?? "")}`);
    expect(idsOf(second)).toEqual(ids.slice(2));
    expect(second.body.has_more).toBe(false);
  });

  it("boundary: archived posts are asked for two to a hundred at a time, before a time", async () => {
    for (const query of ["?limit=1", "?limit=101", `?before=${OPEN}`, "?before=2026"]) {
      expect((await archived(query)).body, query).toMatchObject({ code: 50035 });
    }
    expect((await archived("?limit=100&before=2026-01-01T00:00:00.000000%2B00:00")).status).toBe(200);
  });

  it("error: a tag must be the forum's, and one for moderators is for whoever manages threads", async () => {
    expect((await post({ applied_tags: ["1"] })).body).toMatchObject({ code: 50035 });
    const { body } = await post({ applied_tags: [OFFICIAL] });
    expect((await change(body.id, { applied_tags: ["1"] })).body).toMatchObject({ code: 50035 });
    await weaken();
    expect((await post({ applied_tags: [OFFICIAL] })).body).toMatchObject({ code: 50013 });
    expect((await change(body.id, { applied_tags: [OPEN] })).body).toMatchObject({ code: 50013 });
    expect((await change(body.id, { applied_tags: [OFFICIAL, OPEN] })).status).toBe(200);
  });

  it("error: a forum that requires a tag takes no post without one", async () => {
    forum.requiresTag = true;
    expect((await post()).body).toMatchObject({ code: 40067 });
    expect((await post({ applied_tags: [OPEN] })).status).toBe(201);
    expect((await rest(bot.discord, "GET", `/channels/${FORUM}`)).body.flags).toBe(16);
  });

  it("error: a forum itself holds no messages, and a post takes no nonce", async () => {
    const path = `/channels/${FORUM}/messages`;
    expect((await rest(bot.discord, "GET", path)).body).toMatchObject({ code: 50024 });
    expect((await rest(bot.discord, "POST", path, { content: "text" })).body).toMatchObject({ code: 50035 });
    expect((await post({ message: { content: "text", nonce: "1", enforce_nonce: true } })).body).toMatchObject({
      code: 50035,
    });
    await expect(bot.person("ada").say(FORUM, "hello")).rejects.toThrow("holds posts");
    await expect(bot.person("ada").command("vote", {}, { channel: FORUM })).rejects.toThrow("posts");
  });

  it("behavior: an owner changes its own post without more permissions, unless it is archived or locked", async () => {
    const { body } = await post();
    await weaken();
    expect((await change(body.id, { name: "Renamed", applied_tags: [OPEN] })).body).toMatchObject({
      name: "Renamed",
      applied_tags: [OPEN],
    });
    await control(bot.discord, `channels/${String(body.id)}`, { archived: true });
    expect((await change(body.id, { name: "Again" })).body).toMatchObject({ code: 50083 });
    expect((await change(body.id, { archived: false })).status).toBe(200);
    await control(bot.discord, `channels/${String(body.id)}`, { archived: true, locked: true });
    expect((await change(body.id, { archived: false })).body).toMatchObject({ code: 50013 });
  });
});
