import { expect, test } from "vitest";
import { findOutbox, raiseRevision } from "../../db/outbox.ts";
import { deliverOutbox } from "../../jobs/deliver-outbox.ts";
import { createTestApp } from "../support/app.ts";
import { lost, queue, settle } from "../support/outbox.ts";
import { ids } from "../support/test-config.ts";

const withForum = () => {
  const app = createTestApp();
  app.discord.forums.add(ids.proposals);
  return app;
};

test("default: a message into a forum is kept where its post is, and edited there", async () => {
  const app = withForum();
  queue(app, "a");
  await deliverOutbox.run(app);
  const [said] = app.discord.said;
  expect(said?.forum).toBe(ids.proposals);
  expect(findOutbox(app.db, "a")).toMatchObject({ state: "posted", channel: said?.id, message: said?.id });
  raiseRevision(app.db, "a");
  await settle(app, 60);
  expect(app.discord.said).toMatchObject([{ edits: 1 }]);
});

test("behavior: a post whose answer was lost is found in the forum, not made again", async () => {
  const app = withForum();
  app.discord.trouble.afterPost = lost;
  queue(app, "a");
  await deliverOutbox.run(app);
  expect(findOutbox(app.db, "a")).toMatchObject({ state: "trying", channel: ids.proposals, message: null });
  app.discord.trouble = {};
  await settle(app, 600);
  const [said, ...more] = app.discord.said;
  expect(more).toEqual([]);
  expect(findOutbox(app.db, "a")).toMatchObject({ state: "posted", channel: said?.id, message: said?.id });
});

test("behavior: what belongs under a forum's post goes into that post, without a thread of its own", async () => {
  const app = withForum();
  queue(app, "card");
  queue(app, "closed", { destination: "thread:card" });
  await settle(app, 60);
  const [card, closed] = app.discord.said;
  expect(closed).toMatchObject({ kind: "closed", channel: card?.id });
  expect(findOutbox(app.db, "closed")).toMatchObject({ state: "posted", channel: card?.id, message: closed?.id });
});

test("behavior: under a message of a text channel a thread is opened as ever", async () => {
  const app = createTestApp();
  queue(app, "card");
  queue(app, "closed", { destination: "thread:card" });
  await settle(app, 60);
  const [card, closed] = app.discord.said;
  expect(closed?.channel).toBe(`thread-${card?.id}`);
});

test("behavior: what is said beside a card is in the card's post of a forum, else in its channel", async () => {
  for (const app of [withForum(), createTestApp()]) {
    queue(app, "card");
    queue(app, "closed", { destination: "beside:card" });
    await settle(app, 60);
    const [card, closed] = app.discord.said;
    expect(closed).toMatchObject({ kind: "closed", channel: findOutbox(app.db, "card")?.channel });
    expect(closed?.channel).toBe(app.discord.forums.size > 0 ? card?.id : ids.proposals);
  }
});
