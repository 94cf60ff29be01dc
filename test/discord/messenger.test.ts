import { expect, test } from "vitest";
import { SERVER } from "../../sandbox/people.ts";
import { container, download, text } from "../../src/discord/components.ts";
import { markerLine } from "../../src/discord/marker.ts";
import { outgoing } from "../../src/discord/message-body.ts";
import { Refusal, Transient } from "../../src/errors.ts";
import { createDiscordWorld, personNamed } from "../support/discord-world.ts";

const { proposals, reports } = SERVER.channels;

const marked = (marker: string, words = "Something") =>
  outgoing({ components: [container("open", text(words, markerLine(marker)))] });

test("default: a message is posted, edited and found again by its marker", async () => {
  const { app, discord } = await createDiscordWorld([]);
  const { messageId } = await app.discord.post(proposals, marked("a-1"), "nonce-1");
  await app.discord.edit(proposals, messageId, marked("a-1", "Something else"));
  expect(await app.discord.findByMarker(proposals, "a-1", app.now())).toEqual({ messageId });
  const stored = discord.state.channels.get(proposals)?.messages.map(({ message }) => message);
  expect(stored).toHaveLength(1);
  expect(JSON.stringify(stored)).toContain("Something else");
  expect(discord.state.rejections).toEqual([]);
});

test("behavior: an edit puts its files in place of those of the same name that were there", async () => {
  const { app, discord } = await createDiscordWorld([]);
  const report = (csv: string) =>
    outgoing({
      components: [container("open", download("daily.csv"), text(markerLine("a-1")))],
      files: [{ name: "daily.csv", data: Buffer.from(csv) }],
    });
  const { messageId } = await app.discord.post(proposals, report("first"), "nonce-1");
  await app.discord.edit(proposals, messageId, report("corrected"));
  const [stored, ...more] = discord.state.channels.get(proposals)?.messages ?? [];
  expect([more, stored?.files.map(({ bytes }) => String(bytes))]).toEqual([[], ["corrected"]]);
  expect(discord.state.rejections).toEqual([]);
});

test("boundary: a marker is found beyond a page of history, is not its own beginning, and is nobody else's", async () => {
  const { app, person } = await createDiscordWorld([]);
  const since = app.now();
  await person("ada").say(proposals, `I quote\n${markerLine("a-1")}`);
  expect(await app.discord.findByMarker(proposals, "a-1", since)).toBeUndefined();
  await app.discord.post(proposals, marked("a-12"), "nonce-12");
  for (let index = 0; index < 105; index += 1) await person("ben").say(proposals, `chat ${index}`);
  expect(await app.discord.findByMarker(proposals, "a-1", since)).toBeUndefined();
  const { messageId } = await app.discord.post(proposals, marked("a-1"), "nonce-1");
  expect(await app.discord.findByMarker(proposals, "a-1", since)).toEqual({ messageId });
  expect(await app.discord.findByMarker(reports, "a-1", since)).toBeUndefined();
});

test("behavior: what kind of channel it is, is asked once of each, and never of one that Steward opened", async () => {
  const { app, discord } = await createDiscordWorld([]);
  const direct = await app.discord.openChannel({ member: personNamed("ada").id });
  const { length } = discord.state.requests;
  for (const nonce of ["1", "2"]) {
    await app.discord.post(proposals, marked(nonce), nonce);
    await app.discord.findByMarker(proposals, nonce, app.now());
    await app.discord.post(direct, marked(nonce), `${nonce}-direct`);
  }
  const asked = discord.state.requests
    .slice(length)
    .filter(({ method, path }) => method === "GET" && !/messages/.test(path));
  expect(asked.map(({ path }) => path)).toEqual([`/api/v10/channels/${proposals}`]);
});

test("error: a post whose answer is lost is not made again by itself, and a repeat with its nonce makes no second", async () => {
  const { app, discord, fault } = await createDiscordWorld([]);
  const path = `/channels/${proposals}/messages`;
  for (const failure of [{ kind: "store-then-502" }, { kind: "reset", stored: true }]) {
    const before = discord.state.channels.get(proposals)?.messages.length ?? 0;
    await fault({ ...failure, match: { method: "POST", path } });
    await expect(app.discord.post(proposals, marked(failure.kind), failure.kind)).rejects.toBeInstanceOf(Transient);
    await app.discord.post(proposals, marked(failure.kind), failure.kind);
    expect(discord.state.channels.get(proposals)?.messages).toHaveLength(before + 1);
  }
});

test("error: what Discord refuses for good is a refusal with its code, what may pass is not", async () => {
  const { app, fault } = await createDiscordWorld([]);
  const gone = app.discord.post("700000000000009999", marked("a"), "n");
  await expect(gone).rejects.toMatchObject({ name: "Refusal", context: { code: 10003 } });
  const malformed = app.discord.post(proposals, { body: { content: "x".repeat(2_001) }, files: [] }, "n");
  await expect(malformed).rejects.toMatchObject({ name: "Refusal", context: { code: 50035 } });
  await expect(app.discord.edit(proposals, "700000000000009998", marked("a"))).rejects.toMatchObject({
    name: "Refusal",
    context: { code: 10008 },
  });
  await fault({ kind: "5xx", code: 503, match: { method: "POST" } });
  await expect(app.discord.post(proposals, marked("b"), "m")).rejects.toBeInstanceOf(Transient);
  await fault({ kind: "429", seconds: 60, match: { method: "POST" } });
  await expect(app.discord.post(proposals, marked("b"), "m")).rejects.toBeInstanceOf(Transient);
});

test("behavior: one refused token does not silence Steward for good", async () => {
  const { app, fault } = await createDiscordWorld([]);
  await fault({ kind: "5xx", code: 401, match: { method: "POST" } });
  await expect(app.discord.post(proposals, marked("a"), "n")).rejects.toBeInstanceOf(Transient);
  await expect(app.discord.post(proposals, marked("a"), "n")).resolves.toHaveProperty("messageId");
});

test("behavior: reading history and editing are repeated by themselves while Discord stumbles", async () => {
  const { app, fault } = await createDiscordWorld([]);
  const { messageId } = await app.discord.post(proposals, marked("a-1"), "nonce-1");
  await fault({ kind: "5xx", code: 500, times: 2, match: { method: "GET", path: "/messages" } });
  expect(await app.discord.findByMarker(proposals, "a-1", app.now())).toEqual({ messageId });
  await fault({ kind: "reset", times: 2, match: { method: "PATCH" } });
  await app.discord.edit(proposals, messageId, marked("a-1", "edited"));
  await fault({ kind: "5xx", code: 500, times: 9, match: { method: "GET", path: "/messages" } });
  await expect(app.discord.findByMarker(proposals, "a-1", app.now())).rejects.toBeInstanceOf(Transient);
});

test("behavior: direct messages and threads are opened once, however often they are asked for", async () => {
  const { app, person } = await createDiscordWorld([]);
  const { id } = personNamed("ada");
  const direct = await app.discord.openChannel({ member: id });
  expect(await app.discord.openChannel({ member: id })).toBe(direct);
  const { messageId } = await app.discord.post(proposals, marked("a"), "n");
  const threadOf = { channel: proposals, message: messageId, name: "What happened since" };
  expect(await app.discord.openChannel({ threadOf })).toBe(messageId);
  expect(await app.discord.openChannel({ threadOf })).toBe(messageId);
  await app.discord.post(messageId, marked("b"), "m");
  expect(await person("ada").messages(messageId)).toHaveLength(1);
  expect(await app.discord.openChannel({ channel: reports })).toBe(reports);
});

test("error: a member who takes no direct messages is a refusal", async () => {
  const { app, person } = await createDiscordWorld([]);
  await person("ada").refuseDms(true);
  const tried = app.discord
    .openChannel({ member: personNamed("ada").id })
    .then((channel) => app.discord.post(channel, marked("a"), "n"));
  await expect(tried).rejects.toBeInstanceOf(Refusal);
  await expect(tried).rejects.toMatchObject({ context: { code: 50007 } });
});

test("error: a kind that nobody renders is refused", async () => {
  const { app } = await createDiscordWorld([]);
  await expect(app.discord.render("constructor", {}, "m")).rejects.toBeInstanceOf(Refusal);
});
