import { ThreadAutoArchiveDuration } from "discord.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { permissionBits } from "../../../sandbox/discord/model/permission-bits.ts";
import { heliogridSeed } from "../../../sandbox/discord/seed.ts";
import { ROLES, SERVER } from "../../../sandbox/people.ts";
import { type Bot, connectBot, control, idOf, rest } from "./connect-bot.ts";

const general = SERVER.channels.general;
const FORUM = "700000000000000299";

let bot: Bot;
beforeEach(async () => {
  const seed = heliogridSeed();
  const tags = [{ id: "700000000000000991", name: "open" }];
  bot = await connectBot({
    seed: { ...seed, channels: [...seed.channels, { id: FORUM, type: 15, name: "forum", tags }] },
  });
});
afterEach(() => bot.close());

describe("messages", () => {
  it("default: posted, edited, pinned and deleted", async () => {
    const message = await bot.channel.send("one");
    await message.edit("two");
    await message.pin();
    const pins = await bot.channel.messages.fetchPins();
    expect(pins.items.map((item) => item.message.content)).toEqual(["two"]);
    expect((await bot.channel.messages.fetch(message.id)).editedAt).not.toBeNull();
    await message.delete();
    await expect(bot.channel.messages.fetch({ message: message.id, force: true })).rejects.toMatchObject({
      code: 10008,
    });
    await expect(message.edit("three")).rejects.toMatchObject({ code: 10008 });
  });

  it("behavior: history is paged by before, after and around", async () => {
    const ids: string[] = [];
    for (let index = 0; index < 7; index += 1) ids.push((await bot.channel.send(String(index))).id);
    const texts = async (query: string) => {
      const { body } = await rest(bot.discord, "GET", `/channels/${general}/messages?${query}`);
      return (body as unknown as { content: string }[]).map((message) => message.content).join("");
    };
    expect(await texts("limit=3")).toBe("654");
    expect(await texts(`limit=3&before=${ids[4]}`)).toBe("321");
    expect(await texts(`limit=3&after=${ids[1]}`)).toBe("432");
    expect(await texts(`limit=3&around=${ids[3]}`)).toBe("432");
    expect((await rest(bot.discord, "GET", `/channels/${general}/messages?limit=101`)).body).toMatchObject({
      code: 50035,
    });
  });

  it("behavior: an enforced nonce gives the first message again, until its window has passed", async () => {
    const send = () => bot.channel.send({ content: "once", nonce: "job-1", enforceNonce: true });
    const [first, second] = [await send(), await send()];
    expect(second.id).toBe(first.id);
    expect((await bot.channel.send({ content: "other", nonce: "job-1" })).id).not.toBe(first.id);
    await control(bot.discord, "clock", { offsetSeconds: 121 });
    expect((await send()).id).not.toBe(first.id);
    await control(bot.discord, "nonce-window", { seconds: 0 });
    const later = await send();
    expect((await send()).id).not.toBe(later.id);
  });

  it("behavior: only allowed mentions ping", async () => {
    const text = `<@${idOf("ada")}> <@&${ROLES.member}> @everyone`;
    await bot.channel.send(text);
    await bot.channel.send({ content: text, allowedMentions: { users: [idOf("ada")] } });
    await bot.channel.send({ content: text, allowedMentions: { parse: ["users", "roles", "everyone"] } });
    await rest(bot.discord, "POST", `/channels/${general}/messages`, { content: text });
    const pinged = async () =>
      (await control<{ pinged: object }[]>(bot.discord, `messages?channel=${general}`)).map(
        (message) => message.pinged,
      );
    const none = { users: [], roles: [], everyone: false };
    const ada = { ...none, users: [idOf("ada")] };
    expect(await pinged()).toEqual([none, ada, ada, ada]);
    const powerful = heliogridSeed().roles.find((role) => role.id === SERVER.botRole)?.permissions ?? "0";
    const permissions = (BigInt(powerful) | permissionBits("MentionEveryone")).toString();
    await control(bot.discord, `roles/${SERVER.botRole}`, { permissions });
    await rest(bot.discord, "POST", `/channels/${general}/messages`, { content: text });
    expect((await pinged()).at(-1)).toEqual({ users: [idOf("ada")], roles: [ROLES.member], everyone: true });
  });

  it("behavior: a message becomes a thread with the same id, once", async () => {
    const message = await bot.channel.send("card");
    const thread = await message.startThread({
      name: "Discussion",
      autoArchiveDuration: ThreadAutoArchiveDuration.OneDay,
    });
    expect(thread.id).toBe(message.id);
    await thread.send("in the thread");
    await expect(message.startThread({ name: "again" })).rejects.toMatchObject({ code: 160004 });
    expect((await bot.person("ada").messages(thread.id)).map((seen) => seen.content)).toEqual(["in the thread"]);
    expect((await bot.person("ada").messages(general)).at(-1)?.thread?.name).toBe("Discussion");
  });

  it("behavior: an archived thread refuses edits and wakes with a message, a locked one asks for more", async () => {
    const thread = await (await bot.channel.send("card")).startThread({ name: "T" });
    const inside = await thread.send("first");
    await thread.setArchived(true);
    await expect(inside.edit("later")).rejects.toMatchObject({ code: 50083 });
    await thread.send("awake");
    expect(bot.discord.state.channels.get(thread.id)?.thread?.archived).toBe(false);
    const weaker = permissionBits("ViewChannel", "SendMessages", "SendMessagesInThreads", "ReadMessageHistory");
    await control(bot.discord, `roles/${SERVER.botRole}`, { permissions: weaker.toString() });
    await control(bot.discord, `channels/${thread.id}`, { archived: true, locked: true });
    await expect(thread.send("no")).rejects.toMatchObject({ code: 50083 });
  });

  it("behavior: a forum post holds its first message and its tags", async () => {
    const body = { name: "Proposal", message: { content: "text" }, applied_tags: ["700000000000000991"] };
    const post = await rest(bot.discord, "POST", `/channels/${FORUM}/threads`, body);
    expect(post.body).toMatchObject({ parent_id: FORUM, applied_tags: ["700000000000000991"] });
    expect((post.body.message as { id: string }).id).toBe(post.body.id);
    const bad = await rest(bot.discord, "POST", `/channels/${FORUM}/threads`, { ...body, applied_tags: ["1"] });
    expect(bad.body).toMatchObject({ code: 50035 });
  });

  it("behavior: direct messages arrive unless refused", async () => {
    const ada = await bot.client.users.fetch(idOf("ada"));
    await ada.send("hello you");
    const { channels } = await bot.person("ada").guild();
    const direct = channels.find((channel) => channel.type === 1);
    expect((await bot.person("ada").messages(direct?.id ?? "")).map((message) => message.content)).toEqual([
      "hello you",
    ]);
    await expect(bot.person("ben").messages(direct?.id ?? "")).rejects.toThrow("no such channel");
    await bot.person("ada").refuseDms(true);
    await expect(ada.send("again")).rejects.toMatchObject({ code: 50007 });
  });

  it("behavior: roles below the bot's own can be given and taken, higher ones not", async () => {
    const guild = bot.client.guilds.cache.get(SERVER.guild);
    const nils = await guild?.members.fetch(idOf("nils"));
    await nils?.roles.add(ROLES.member, "welcome");
    expect(bot.discord.state.accounts.get(idOf("nils"))?.roles).toEqual([ROLES.member]);
    const requests = await control<{ reason?: string }[]>(bot.discord, "requests");
    expect(requests.at(-1)?.reason).toBe("welcome");
    await nils?.roles.remove(ROLES.member);
    expect(bot.discord.state.accounts.get(idOf("nils"))?.roles).toEqual([]);
    await expect(nils?.roles.add(SERVER.botRole)).rejects.toMatchObject({ code: 50013 });
  });

  it("error: what the bot may not do is refused with the right code", async () => {
    const deny = (...names: Parameters<typeof permissionBits>) =>
      control(bot.discord, `channels/${general}`, {
        overwrites: [{ id: SERVER.botRole, type: 0, deny: permissionBits(...names).toString() }],
      });
    await deny("SendMessages");
    await expect(bot.channel.send("x")).rejects.toMatchObject({ code: 50013 });
    await deny("AttachFiles");
    const files = [{ attachment: Buffer.from("a"), name: "a.txt" }];
    await expect(bot.channel.send({ files })).rejects.toMatchObject({ code: 50013 });
    await bot.channel.send("x");
    await deny("ViewChannel");
    await expect(bot.channel.send("x")).rejects.toMatchObject({ code: 50001 });
    await expect(bot.client.channels.fetch("700000000000000777")).rejects.toMatchObject({ code: 10003 });
  });

  it("behavior: other people's words are hidden from a bot without the content intent", async () => {
    const said = await bot.person("ada").say(general, "secret");
    const to = await bot.person("ada").say(general, `<@${SERVER.application}> open`);
    expect((await bot.channel.messages.fetch(said.id)).content).toBe("");
    expect((await bot.channel.messages.fetch(to.id)).content).toContain("open");
    await expect(bot.channel.messages.cache.get(said.id)?.edit("x")).rejects.toMatchObject({ code: 50005 });
  });

  it("behavior: an edit keeps only the attachments it lists", async () => {
    const files = ["a.txt", "b.txt"].map((name) => ({
      attachment: Buffer.from(name),
      name,
      description: `file ${name}`,
    }));
    const message = await bot.channel.send({ content: "files", files });
    expect(message.attachments.map((file) => file.description)).toEqual(["file a.txt", "file b.txt"]);
    const kept = [...message.attachments.values()].slice(0, 1);
    const edited = await message.edit({ attachments: kept, files: [{ attachment: Buffer.from("c"), name: "c.txt" }] });
    expect(edited.attachments.map((file) => file.name)).toEqual(["a.txt", "c.txt"]);
    expect((await message.edit("text only")).attachments.size).toBe(2);
  });
});
