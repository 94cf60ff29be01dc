import { expect, test } from "vitest";
import { permissionBits } from "../../sandbox/discord/model/permission-bits.ts";
import { type Channel, emptyChannel } from "../../sandbox/discord/state.ts";
import { SERVER } from "../../sandbox/people.ts";
import { container, gallery, text } from "../../src/discord/components.ts";
import { markerLine } from "../../src/discord/marker.ts";
import { outgoing } from "../../src/discord/message-body.ts";
import { stateTags } from "../../src/discord/state-tags.ts";
import { Refusal, Transient } from "../../src/errors.ts";
import { createMessengerWorld, type MessengerWorld } from "../support/messenger-world.ts";

const FORUM = "700000000000000299";
const OTHER = "700000000000000298";
const MEDIA = "700000000000000297";
const VOTING = "700000000000000991";
const PASSED = "700000000000000992";
const IDEA = "700000000000000993";

const tags = [
  { id: VOTING, name: "voting" },
  { id: IDEA, name: "Good idea" },
  { id: PASSED, name: "Passed" },
];
const forums = [
  { id: FORUM, type: 15 as const, name: "governance", tags },
  { id: OTHER, type: 15 as const, name: "ideas" },
  { id: MEDIA, type: 16 as const, name: "pictures" },
];

const card = (marker: string, post?: { name: string; tag?: string }, words = "Something") => ({
  ...outgoing({ components: [container("open", text(words, markerLine(marker)))] }),
  ...(post && { post }),
});

const postsOf = ({ discord }: MessengerWorld, forum = FORUM) =>
  [...discord.state.channels.values()].filter(({ parentId }) => parentId === forum);

/** Posts of somebody else's, archived so many milliseconds after each other. */
function fillArchive({ discord }: MessengerWorld, count: number, everyMs = 1): void {
  const { state } = discord;
  const from = state.clock.nowMs();
  for (let index = 0; index < count; index += 1) {
    const id = state.nextId();
    state.channels.set(id, emptyChannel({ id, type: 11, name: "Old", parentId: FORUM, ownerId: SERVER.owner }));
    archive(state.channels.get(id), from + index * everyMs);
  }
}

function archive(channel: Channel | undefined, atMs: number): void {
  const changedAt = new Date(atMs).toISOString();
  const thread = { locked: false, autoArchiveMinutes: 60, createdAt: changedAt, memberIds: [], appliedTags: [] };
  if (channel !== undefined) channel.thread = { ...thread, ...channel.thread, archived: true, changedAt };
}

test("default: a forum gets a post named and tagged, which is edited and found by where it stands", async () => {
  const world = await createMessengerWorld(forums);
  const since = world.now();
  const posted = await world.messenger.post(FORUM, card("a-1", { name: "Lower the fee", tag: "Voting" }), "n");
  expect(posted.channel).toBe(posted.messageId);
  const thread = world.channel(posted.channel);
  expect(thread).toMatchObject({ name: "Lower the fee", parentId: FORUM, thread: { appliedTags: [VOTING] } });
  await world.messenger.edit(
    posted.messageId,
    posted.messageId,
    card("a-1", { name: "Lower it", tag: "Passed" }, "New"),
  );
  expect(thread).toMatchObject({ name: "Lower it", thread: { appliedTags: [PASSED] } });
  expect(thread.messages).toHaveLength(1);
  expect(JSON.stringify(thread.messages[0]?.message)).toContain("New");
  expect(await world.messenger.findByMarker(FORUM, "a-1", since)).toEqual(posted);
  expect(world.rejections()).toEqual([]);
});

test("default: a text channel knows nothing of posts", async () => {
  const world = await createMessengerWorld();
  const { proposals } = SERVER.channels;
  const posted = await world.messenger.post(proposals, card("a-1", { name: "Post", tag: "Voting" }), "n");
  expect(posted).toEqual({ messageId: posted.messageId });
  world.requests();
  await world.messenger.edit(proposals, posted.messageId, card("a-1", { name: "Renamed", tag: "Passed" }));
  await world.messenger.post(proposals, card("a-2"), "m");
  expect(world.requests()).toEqual([
    `PATCH /channels/${proposals}/messages/${posted.messageId}`,
    `POST /channels/${proposals}/messages`,
  ]);
});

test("behavior: pictures come along, and a media channel takes posts too", async () => {
  const world = await createMessengerWorld(forums);
  const shown = outgoing({
    components: [container("open", gallery({ file: "chart.png", description: "A line" }))],
    files: [{ name: "chart.png", data: Buffer.from("png"), description: "A line" }],
  });
  const { channel } = await world.messenger.post(MEDIA, shown, "n");
  expect(world.channel(channel).messages[0]?.files).toMatchObject([{ filename: "chart.png", description: "A line" }]);
  expect(world.channel(channel).name).toBe("Steward");
});

test("behavior: an edit renames and tags only what differs, and leaves the tags people gave", async () => {
  const world = await createMessengerWorld(forums);
  const post = { name: "Lower the fee", tag: "Voting" };
  const { messageId: id } = await world.messenger.post(FORUM, card("a", post), "n");
  world.requests();
  await world.messenger.edit(id, id, card("a", post));
  expect(world.requests()).toEqual([`PATCH /channels/${id}/messages/${id}`]);

  const restarted = world.restarted();
  await restarted.edit(id, id, card("a", post));
  expect(world.requests().filter((request) => request === `PATCH /channels/${id}`)).toEqual([]);

  const { thread } = world.channel(id);
  thread?.appliedTags.push(IDEA);
  await restarted.edit(id, id, card("a", { ...post, tag: "Passed" }));
  expect(thread?.appliedTags).toEqual([PASSED, IDEA]);
  await restarted.edit(id, id, card("a", { name: post.name, tag: "Executed" }));
  expect(thread?.appliedTags).toEqual([IDEA]);
  expect(world.requests().filter((request) => request === `PATCH /channels/${id}`)).toHaveLength(2);
});

test("behavior: an archived post is woken for its edit", async () => {
  const world = await createMessengerWorld(forums);
  const { messageId: id } = await world.messenger.post(FORUM, card("a", { name: "Post", tag: "Voting" }), "n");
  const thread = world.channel(id);
  Object.assign(thread.thread ?? {}, { archived: true });
  await world.messenger.edit(id, id, card("a", { name: "Post", tag: "Passed" }, "Closed"));
  expect(thread.thread).toMatchObject({ archived: false, appliedTags: [PASSED] });
  expect(JSON.stringify(thread.messages)).toContain("Closed");
});

test("behavior: an archived thread under a message is woken for an edit too", async () => {
  const world = await createMessengerWorld();
  const { proposals } = SERVER.channels;
  const { messageId: message } = await world.messenger.post(proposals, card("a"), "n");
  const thread = await world.messenger.openChannel({ threadOf: { channel: proposals, message, name: "Thread" } });
  const { messageId } = await world.messenger.post(thread, card("b"), "m");
  Object.assign(world.channel(thread).thread ?? {}, { archived: true });
  await world.messenger.edit(thread, messageId, card("b", { name: "No post" }, "New"));
  expect(world.channel(thread)).toMatchObject({ name: "Thread", thread: { archived: false } });
});

test.each([{ kind: "store-then-502" }, { kind: "reset", stored: true }])(
  "error: a post whose answer is lost is made once, and found by its marker ($kind)",
  async (failure) => {
    const world = await createMessengerWorld(forums);
    const since = world.now();
    await world.messenger.post(FORUM, card("a-12", { name: "Another" }), "m");
    world.fault({ ...failure, match: { method: "POST", path: `/channels/${FORUM}/threads` } });
    const lost = world.messenger.post(FORUM, card("a-1", { name: "Post" }), "n");
    await expect(lost).rejects.toBeInstanceOf(Transient);
    expect(postsOf(world)).toHaveLength(2);
    const id = postsOf(world).find(({ name }) => name === "Post")?.id;
    expect(await world.restarted().findByMarker(FORUM, "a-1", since)).toEqual({ messageId: id, channel: id });
    expect(await world.messenger.findByMarker(FORUM, "a-3", since)).toBeUndefined();
    expect(await world.messenger.findByMarker(OTHER, "a-1", since)).toBeUndefined();
  },
);

test("behavior: a post is found that was archived meanwhile, however many were after it", async () => {
  const world = await createMessengerWorld(forums);
  const since = world.now();
  const posted = await world.messenger.post(FORUM, card("a-1", { name: "Post" }), "n");
  fillArchive(world, 30);
  archive(world.channel(posted.channel), world.discord.state.clock.nowMs());
  fillArchive(world, 250, 7);
  expect(await world.messenger.findByMarker(FORUM, "a-1", since)).toEqual(posted);
  expect(await world.messenger.findByMarker(FORUM, "a-2", since)).toBeUndefined();
});

test("boundary: none is skipped of the posts archived in the millisecond at which a page ends", async () => {
  const world = await createMessengerWorld(forums);
  const { channels, clock } = world.discord.state;
  const since = world.now();
  const posted = await world.messenger.post(FORUM, card("a-1", { name: "Post" }), "n");
  fillArchive(world, 20, 0);
  const last = world.channel(posted.channel);
  archive(last, Date.parse([...channels.values()].at(-1)?.thread?.changedAt ?? ""));
  channels.delete(last.id);
  channels.set(last.id, last);
  clock.move(1);
  fillArchive(world, 95);
  expect(await world.messenger.findByMarker(FORUM, "a-1", since)).toEqual(posted);
});

test("boundary: archived posts from before the search are not paged through", async () => {
  const world = await createMessengerWorld(forums);
  fillArchive(world, 250);
  world.requests();
  expect(await world.messenger.findByMarker(FORUM, "a-1", world.now() + 1_000)).toBeUndefined();
  expect(world.requests().filter((request) => request.includes("archived"))).toHaveLength(1);
});

test("error: more posts archived at one moment than Discord lists are not taken for all there are", async () => {
  const world = await createMessengerWorld(forums);
  const since = world.now();
  fillArchive(world, 150, 0);
  await expect(world.messenger.findByMarker(FORUM, "a-1", since)).rejects.toBeInstanceOf(Transient);
});

test("error: nothing is taken for missing while something could not be read", async () => {
  const world = await createMessengerWorld(forums);
  const since = world.now();
  const posted = await world.messenger.post(FORUM, card("a-1", { name: "Post" }), "n");
  const find = () => world.messenger.findByMarker(FORUM, "a-1", since);
  for (const path of ["/threads/active", `/messages/${posted.messageId}`]) {
    world.fault({ kind: "5xx", times: 3, match: { method: "GET", path } });
    await expect(find(), path).rejects.toBeInstanceOf(Transient);
  }
  Object.assign(world.channel(posted.channel).thread ?? {}, { archived: true });
  world.fault({ kind: "5xx", times: 3, match: { method: "GET", path: "/archived/public" } });
  await expect(find()).rejects.toBeInstanceOf(Transient);
  const deny = permissionBits("ReadMessageHistory").toString();
  world.channel(FORUM).overwrites = [{ id: SERVER.botRole, type: 0, allow: "0", deny }];
  await expect(find()).rejects.toBeInstanceOf(Transient);
  world.channel(FORUM).overwrites = [];
  expect(await find()).toEqual(posted);
});

test("behavior: a post that somebody emptied or deleted is not there any more", async () => {
  const world = await createMessengerWorld(forums);
  const since = world.now();
  const emptied = await world.messenger.post(FORUM, card("a-1", { name: "Post" }), "n");
  const deleted = await world.messenger.post(FORUM, card("a-2", { name: "Post" }), "m");
  world.channel(emptied.channel).messages = [];
  world.discord.state.channels.delete(deleted.messageId);
  for (const [{ messageId: id }, marker] of [[emptied, "a-1"] as const, [deleted, "a-2"] as const]) {
    expect(await world.messenger.findByMarker(FORUM, marker, since)).toBeUndefined();
    const edited = world.messenger.edit(id, id, card(marker, { name: "Post" }));
    await expect(edited).rejects.toMatchObject({ name: "Refusal", context: { code: 10008 } });
  }
});

test("boundary: names fit, are never empty and never cut within a character", async () => {
  const world = await createMessengerWorld(forums);
  const nameOf = async (name: string) =>
    world.channel((await world.messenger.post(FORUM, card("a", { name }), "n")).channel).name;
  expect(await nameOf("   ")).toBe("Steward");
  expect(await nameOf("x".repeat(100))).toBe("x".repeat(100));
  expect(await nameOf("x".repeat(101))).toBe(`${"x".repeat(99)}…`);
  expect(await nameOf("🌞".repeat(60))).toBe(`${"🌞".repeat(49)}…`);
  expect(world.rejections()).toEqual([]);
});

test("boundary: a post takes five tags, the state's first; and there are no more states than a forum takes tags", async () => {
  const many = Array.from({ length: 5 }, (_, index) => ({ id: `70000000000000098${index}`, name: `tag ${index}` }));
  const world = await createMessengerWorld([
    { ...forums[0], id: FORUM, type: 15, name: "f", tags: [...tags, ...many] },
  ]);
  const { messageId: id } = await world.messenger.post(FORUM, card("a", { name: "Post" }), "n");
  const { thread } = world.channel(id);
  Object.assign(thread ?? {}, { appliedTags: many.map((tag) => tag.id) });
  await world.messenger.edit(id, id, card("a", { name: "Post", tag: "Voting" }));
  expect(thread?.appliedTags).toEqual([VOTING, ...many.slice(0, 4).map((tag) => tag.id)]);
  expect(stateTags.length).toBeLessThanOrEqual(20);
  expect(stateTags.filter((name) => name.length > 20)).toEqual([]);
});

test("error: a forum that asks for a tag Steward cannot give says so", async () => {
  const world = await createMessengerWorld([{ id: FORUM, type: 15, name: "f", tags, requiresTag: true }]);
  const refused = world.messenger.post(FORUM, card("a", { name: "Post", tag: "Vetoed" }), "n");
  await expect(refused).rejects.toBeInstanceOf(Refusal);
  await expect(refused).rejects.toMatchObject({ hint: expect.stringContaining("tag") });
});

test("error: a channel that could not be looked at is asked about again", async () => {
  const world = await createMessengerWorld(forums);
  world.fault({ kind: "5xx", times: 3, match: { method: "GET", path: `/channels/${FORUM}$` } });
  await expect(world.messenger.post(FORUM, card("a", { name: "Post" }), "n")).rejects.toBeInstanceOf(Transient);
  expect(postsOf(world)).toEqual([]);
  expect(await world.messenger.post(FORUM, card("a", { name: "Post" }), "n")).toHaveProperty("channel");
});
