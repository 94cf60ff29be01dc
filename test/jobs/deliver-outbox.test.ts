import { expect, test } from "vitest";
import { findOutbox, listUnposted } from "../../db/outbox.ts";
import { deliverOutbox } from "../../jobs/deliver-outbox.ts";
import { backOffSeconds } from "../../src/core/back-off.ts";
import { markerOf, nonceOf } from "../../src/core/message-identity.ts";
import { Refusal } from "../../src/errors.ts";
import { createTestApp, START, type TestApp } from "../support/app.ts";
import { lost, queue, settle } from "../support/outbox.ts";
import { ids } from "../support/test-config.ts";

const kinds = (app: TestApp) => app.discord.said.map(({ kind }) => kind);
const refused = () => {
  throw new Refusal("Missing permission.");
};

test("default: a queued message is said once, with its marker and its nonce", async () => {
  const app = createTestApp();
  queue(app, "a");
  expect(await deliverOutbox.run(app)).toEqual({ did: { posted: 1, edited: 0 } });
  expect(await deliverOutbox.run(app)).toEqual({ did: { posted: 0, edited: 0 } });
  const { server } = app.config;
  expect(app.discord.said).toMatchObject([
    { channel: ids.proposals, marker: markerOf(server, "a"), nonce: nonceOf(server, "a") },
  ]);
  expect(findOutbox(app.db, "a")).toMatchObject({
    state: "posted",
    attempts: 1,
    message: app.discord.said[0]?.id,
    shownRevision: 1,
  });
});

test("default: markers have 12 hexadecimal digits, nonces 22 characters, both differ by server and key", () => {
  expect(markerOf("1", "a")).toMatch(/^[0-9a-f]{12}$/);
  expect(nonceOf("1", "a")).toMatch(/^[\w-]{22}$/);
  expect(new Set([markerOf("1", "a"), markerOf("2", "a"), markerOf("1", "b")]).size).toBe(3);
});

test("behavior: the attempt is on the disk before anything is sent", async () => {
  const app = createTestApp();
  queue(app, "a");
  let seen: unknown;
  app.discord.trouble.beforePost = () => {
    const { state, attempts, firstTriedAt } = findOutbox(app.db, "a") ?? {};
    seen = { state, attempts, firstTriedAt, inTransaction: app.db.$client.inTransaction };
  };
  await deliverOutbox.run(app);
  expect(seen).toEqual({ state: "trying", attempts: 1, firstTriedAt: START, inTransaction: false });
});

test.each([0, 180])(
  "behavior: a message whose answer was lost is found, not said again (nonces kept %i s)",
  async (memory) => {
    const app = createTestApp();
    app.discord.nonceMemory = memory;
    app.discord.trouble.afterPost = lost;
    queue(app, "a");
    await deliverOutbox.run(app);
    expect(findOutbox(app.db, "a")).toMatchObject({ state: "trying", trouble: "The connection was reset." });
    app.discord.trouble = {};
    app.pass(400);
    await settle(app, 60);
    expect(kinds(app)).toEqual(["a"]);
    expect(findOutbox(app.db, "a")?.state).toBe("posted");
  },
);

test("error: while history cannot be read nothing is said a second time", async () => {
  const app = createTestApp();
  app.discord.nonceMemory = 0;
  app.discord.trouble = { beforePost: lost };
  queue(app, "a");
  await deliverOutbox.run(app);
  app.discord.trouble = { history: lost };
  await settle(app, 3_600);
  expect(kinds(app)).toEqual([]);
  app.discord.trouble = {};
  await settle(app, 600);
  expect(kinds(app)).toEqual(["a"]);
});

test("error: what Discord refuses for good is given up, logged, and told in the alarms channel", async () => {
  const app = createTestApp();
  app.discord.trouble.beforePost = (kind) => (kind === "a" ? refused() : undefined);
  queue(app, "a");
  await settle(app, 60);
  expect(findOutbox(app.db, "a")).toMatchObject({ state: "dead", trouble: "Missing permission." });
  expect(app.logged.some(({ level }) => level === "error")).toBe(true);
  expect(app.discord.said).toMatchObject([{ kind: "alarm", channel: ids.alarms }]);
});

test("behavior: an alarm that is refused is said in the next channel, never in the one that it is about", async () => {
  const app = createTestApp();
  app.discord.trouble.beforePost = (kind) => (kind === "a" ? refused() : undefined);
  queue(app, "a", { destination: ids.alarms });
  queue(app, "b", { destination: ids.reports, kind: "a" });
  await settle(app, 60);
  expect(app.discord.said.map(({ kind, channel }) => [kind, channel])).toEqual([
    ["alarm", ids.reports],
    ["alarm", ids.alarms],
  ]);
  let left = 1;
  app.discord.trouble.beforePost = (kind) => (kind === "c" || left-- > 0 ? refused() : undefined);
  queue(app, "c", { destination: ids.reports });
  await settle(app, 60);
  // The alarm channel refuses the alarm too, and the reports' is what it is about.
  expect(app.discord.said.at(-1)).toMatchObject({ kind: "alarm", channel: ids.proposals });
});

test("behavior: where no channel takes a word, maintainers are told by direct message, each once; a closed one is the end", async () => {
  const app = createTestApp();
  app.discord.members = [
    { id: ids.ada, roles: [ids.maintainer], bot: false },
    { id: ids.ben, roles: [ids.maintainer], bot: true },
    { id: ids.cleo, roles: [ids.member], bot: false },
  ];
  const { openChannel } = app.discord;
  app.discord.openChannel = async (to) => ("channel" in to ? refused() : openChannel(to));
  queue(app, "a");
  queue(app, "b");
  await settle(app, 60);
  expect(app.discord.said.map(({ kind, channel }) => [kind, channel])).toEqual([
    ["alarm", `dm-${ids.ada}`],
    ["alarm", `dm-${ids.ada}`],
  ]);
  expect(new Set(app.discord.said.map(({ refs }) => refs["outbox"])).size).toBe(2);
  app.discord.openChannel = async () => refused();
  queue(app, "dm", { destination: `member:${ids.ada}` });
  queue(app, "c");
  await settle(app, 60);
  expect(listUnposted(app.db)).toEqual([]);
  expect(app.discord.said).toHaveLength(2);
});

test("behavior: a server whose members cannot be listed right now keeps a refused message until they can", async () => {
  const app = createTestApp();
  app.discord.members = [{ id: ids.ada, roles: [ids.maintainer], bot: false }];
  app.discord.trouble.members = lost;
  app.discord.trouble.beforePost = () => {
    if (app.discord.trouble.members) refused();
  };
  queue(app, "a", { kind: "alarm", destination: ids.proposals });
  await deliverOutbox.run(app);
  expect(findOutbox(app.db, "a")?.state).toBe("trying");
});

test("boundary: what is no longer worth saying is dropped without a word", async () => {
  const app = createTestApp();
  queue(app, "in time", { validUntil: START + 1 });
  queue(app, "too late", { validUntil: START });
  await deliverOutbox.run(app);
  expect(kinds(app)).toEqual(["in time"]);
  expect(findOutbox(app.db, "too late")?.state).toBe("dead");
  expect(app.logged).toEqual([]);
});

test("behavior: one place keeps its order, another does not wait", async () => {
  const app = createTestApp();
  queue(app, "first");
  queue(app, "second");
  queue(app, "elsewhere", { destination: ids.reports });
  let down = true;
  app.discord.trouble.beforePost = (kind) => (down && kind === "first" ? lost() : undefined);
  await settle(app, 30);
  expect(kinds(app)).toEqual(["elsewhere"]);
  down = false;
  await settle(app, 60);
  expect(kinds(app)).toEqual(["elsewhere", "first", "second"]);
});

test("behavior: what cannot be rendered is logged, lets others ahead, and is said once it can be", async () => {
  const app = createTestApp();
  app.discord.trouble.render = (kind) => {
    if (kind === "broken") throw new TypeError("undefined is not a function");
  };
  queue(app, "broken");
  queue(app, "sound");
  await deliverOutbox.run(app);
  expect(kinds(app)).toEqual(["sound"]);
  expect(app.logged[0]).toMatchObject({ level: "error", facts: { key: "broken" } });
  app.discord.trouble = {};
  await settle(app, 60);
  expect(kinds(app)).toEqual(["sound", "broken"]);
});

test("behavior: a thread waits for the message above it, and dies with it", async () => {
  const app = createTestApp();
  queue(app, "in thread", { destination: "thread:card:1" });
  queue(app, "orphan", { destination: "thread:nothing" });
  queue(app, "card:1");
  await settle(app, 30);
  const card = app.discord.said.find(({ kind }) => kind === "card:1");
  expect(app.discord.said.map(({ kind, channel }) => [kind, channel])).toEqual([
    ["card:1", ids.proposals],
    ["in thread", `thread-${card?.id}`],
  ]);
  expect(findOutbox(app.db, "orphan")?.state).toBe("dead");
});

test("behavior: while the session is down nothing is tried", async () => {
  const app = createTestApp();
  app.discord.up = false;
  queue(app, "a");
  expect(await deliverOutbox.run(app)).toEqual({ again: START + 1 });
  expect(findOutbox(app.db, "a")?.attempts).toBe(0);
});

test("behavior: a second run while one is under way touches nothing", async () => {
  const app = createTestApp();
  app.discord.nonceMemory = 0;
  const gate = Promise.withResolvers<void>();
  app.discord.trouble.beforePost = () => gate.promise;
  queue(app, "a");
  const first = deliverOutbox.run(app);
  app.pass(30);
  expect(await deliverOutbox.run(app)).toEqual({ again: START + 31 });
  gate.resolve();
  await first;
  expect(kinds(app)).toEqual(["a"]);
});

test("boundary: back-off doubles from a second to five minutes, jitter takes off at most half", () => {
  expect([1, 2, 3, 9, 10, 1_000].map((attempts) => backOffSeconds(attempts, 0))).toEqual([1, 2, 4, 256, 300, 300]);
  expect([1, 2, 3, 10].map((attempts) => backOffSeconds(attempts, 1))).toEqual([1, 1, 2, 150]);
});
