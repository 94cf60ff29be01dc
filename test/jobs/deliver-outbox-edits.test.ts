import { expect, test } from "vitest";
import { listOutdated, raiseRevision } from "../../db/outbox.ts";
import { deliverOutbox } from "../../jobs/deliver-outbox.ts";
import { describeAlarm } from "../../src/actions/outbox/describe-alarm.ts";
import { Refusal } from "../../src/errors.ts";
import { createTestApp } from "../support/app.ts";
import { lost, queue, settle } from "../support/outbox.ts";
import { ids } from "../support/test-config.ts";

test("boundary: one message is edited at most every five seconds, and ends on its newest revision", async () => {
  const app = createTestApp();
  queue(app, "card");
  await deliverOutbox.run(app);
  for (let second = 0; second < 20; second += 1) {
    raiseRevision(app.db, "card");
    await deliverOutbox.run(app);
    app.pass(1);
  }
  expect(app.discord.said[0]?.edits).toBe(3);
  await settle(app, 10);
  expect(app.discord.said[0]?.edits).toBe(4);
  expect(listOutdated(app.db)).toEqual([]);
});

test("behavior: a revision raised while an edit is on its way is shown by the next", async () => {
  const app = createTestApp();
  queue(app, "card");
  await deliverOutbox.run(app);
  app.pass(5);
  raiseRevision(app.db, "card");
  app.discord.trouble.edit = () => {
    raiseRevision(app.db, "card");
    app.discord.trouble = {};
  };
  await deliverOutbox.run(app);
  expect(listOutdated(app.db)).toHaveLength(1);
  await settle(app, 10);
  expect(listOutdated(app.db)).toEqual([]);
});

test("error: an edit that fails is tried again", async () => {
  const app = createTestApp();
  queue(app, "card");
  await deliverOutbox.run(app);
  app.pass(5);
  raiseRevision(app.db, "card");
  app.discord.trouble.edit = lost;
  await deliverOutbox.run(app);
  app.discord.trouble = {};
  await settle(app, 60);
  expect(app.discord.said[0]?.edits).toBe(1);
});

test("boundary: an old message that takes no more edits is edited five minutes later", async () => {
  const app = createTestApp();
  queue(app, "card");
  await deliverOutbox.run(app);
  app.pass(5);
  raiseRevision(app.db, "card");
  app.discord.trouble.edit = () => {
    throw new Refusal("Too many edits.", { context: { code: 30_046 } });
  };
  expect((await deliverOutbox.run(app)).again).toBe(app.now() + 300);
  app.discord.trouble = {};
  app.pass(299);
  await deliverOutbox.run(app);
  expect(app.discord.said[0]?.edits).toBe(0);
  app.pass(1);
  await deliverOutbox.run(app);
  expect(app.discord.said[0]?.edits).toBe(1);
});

test("error: a message that Steward may no longer edit is told in the alarms channel, once", async () => {
  const app = createTestApp();
  queue(app, "card");
  await deliverOutbox.run(app);
  app.discord.trouble.edit = () => {
    throw new Refusal("Missing permission.", { context: { code: 50_013 } });
  };
  for (let edit = 0; edit < 3; edit += 1) {
    app.pass(5);
    raiseRevision(app.db, "card");
    await deliverOutbox.run(app);
  }
  await deliverOutbox.run(app);
  expect(app.discord.said.map(({ kind, channel }) => [kind, channel])).toEqual([
    ["card", ids.proposals],
    ["alarm", ids.alarms],
  ]);
  expect(describeAlarm(app, { outbox: 1 }).title).toBe("A message stays out of date");
});

test("error: a message somebody deleted is said anew once, and no more", async () => {
  const app = createTestApp();
  const gone = () => {
    throw new Refusal("Unknown message.", { context: { code: 10_008 } });
  };
  queue(app, "card");
  await deliverOutbox.run(app);
  app.discord.trouble.edit = gone;
  for (let turn = 0; turn < 4; turn += 1) {
    app.pass(10);
    raiseRevision(app.db, "card");
    await settle(app, 30);
  }
  expect(app.discord.said.map(({ kind }) => kind)).toEqual(["card", "card"]);
  app.discord.trouble = {};
  app.pass(10);
  raiseRevision(app.db, "card");
  await settle(app, 30);
  expect(app.discord.said.map(({ edits }) => edits)).toEqual([0, 1]);
});
