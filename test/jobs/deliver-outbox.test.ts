import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addOutbox, findOutbox, listOutdated, listUnposted, type NewMessage, raiseRevision } from "../../db/outbox.ts";
import { deliverOutbox } from "../../jobs/deliver-outbox.ts";
import { backOffSeconds } from "../../src/core/back-off.ts";
import { markerOf, nonceOf } from "../../src/core/message-identity.ts";
import { Refusal, Transient } from "../../src/errors.ts";
import { createTestApp, START, type TestApp } from "../support/app.ts";
import { ids } from "../support/test-config.ts";

const queue = (app: TestApp, key: string, changes: Partial<NewMessage> = {}) =>
  addOutbox(app.db, { key, kind: key, refs: { n: 1 }, destination: ids.proposals, now: app.now(), ...changes });
const kinds = (app: TestApp) => app.discord.said.map(({ kind }) => kind);
const lost = () => {
  throw new Transient("The connection was reset.");
};
const refused = () => {
  throw new Refusal("Missing permission.");
};

/** Runs the job and moves the clock as it asks, until nothing is due or the time is up. */
async function settle(app: TestApp, seconds: number): Promise<void> {
  const end = app.now() + seconds;
  for (;;) {
    const { again } = await deliverOutbox.run(app);
    if (again === undefined || again > end) return;
    app.set(Math.max(again, app.now() + 1));
  }
}

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

test("behavior: an alarm that is refused raises no alarm, nor does a closed direct message", async () => {
  const app = createTestApp();
  app.discord.trouble.beforePost = refused;
  queue(app, "alarm", { destination: ids.alarms });
  queue(app, "dm", { destination: `member:${ids.ada}` });
  await settle(app, 60);
  expect(listUnposted(app.db)).toEqual([]);
  expect(app.db.$client.prepare("select count(*) from outbox").pluck().get()).toBe(2);
  expect(app.logged.filter(({ level }) => level === "error")).toHaveLength(1);
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

describe("edits", () => {
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
    expect(kinds(app)).toEqual(["card", "card"]);
    app.discord.trouble = {};
    app.pass(10);
    raiseRevision(app.db, "card");
    await settle(app, 30);
    expect(app.discord.said.map(({ edits }) => edits)).toEqual([0, 1]);
  });
});

test("boundary: back-off doubles from a second to five minutes, jitter takes off at most half", () => {
  expect([1, 2, 3, 9, 10, 1_000].map((attempts) => backOffSeconds(attempts, 0))).toEqual([1, 2, 4, 256, 300, 300]);
  expect([1, 2, 3, 10].map((attempts) => backOffSeconds(attempts, 1))).toEqual([1, 1, 2, 150]);
});

/** What befalls one post: it goes well, it is not stored, its answer is lost, or the process dies before or after. */
const fates = ["well", "unsent", "unanswered", "killed before", "killed after"] as const;
type Step =
  | { do: "queue"; place: number; lasts: number | undefined }
  | { do: "pass"; seconds: number }
  | { do: "raise"; index: number }
  | { do: "run"; fates: readonly (typeof fates)[number][]; history: boolean };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant("queue" as const),
    place: fc.nat(1),
    lasts: fc.option(fc.integer({ min: 1, max: 90 }), { nil: undefined }),
  }),
  fc.record({ do: fc.constant("pass" as const), seconds: fc.integer({ min: 1, max: 400 }) }),
  fc.record({ do: fc.constant("raise" as const), index: fc.nat(4) }),
  fc.record({
    do: fc.constant("run" as const),
    fates: fc.array(fc.constantFrom(...fates), { minLength: 1, maxLength: 4 }),
    history: fc.boolean(),
  }),
);

test("law: under lost answers, kills, silent history and forgotten nonces nothing is said twice, lost or out of order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.constantFrom(0, 1, 120), async (steps, memory) => {
      const { app, queued } = await live(steps, memory);
      for (const { key, place, lasting } of queued) {
        const said = app.discord.said.filter(({ kind }) => kind === key);
        expect(said.length).toBeLessThanOrEqual(1);
        if (lasting) expect(said).toMatchObject([{ channel: place }]);
      }
      for (const place of [ids.proposals, ids.reports]) {
        const order = app.discord.said.filter(({ channel }) => channel === place).map(({ kind }) => Number(kind));
        expect(order).toEqual([...order].sort((a, b) => a - b));
      }
      expect([listUnposted(app.db), listOutdated(app.db)]).toEqual([[], []]);
      app.close();
    }),
    { numRuns: process.env["STEWARD_TORTURE"] === "1" ? 2_000 : 40 },
  );
});

/** Lives through the steps, a killed process starting anew on the same database, and then lets everything go well. */
async function live(steps: readonly Step[], memory: number) {
  let app = createTestApp();
  app.discord.nonceMemory = memory;
  const queued: { key: string; place: string; lasting: boolean }[] = [];
  for (const one of steps) {
    if (one.do === "pass") app.pass(one.seconds);
    if (one.do === "raise") raiseRevision(app.db, String(one.index));
    if (one.do === "queue") {
      const [key, place] = [String(queued.length), one.place === 0 ? ids.proposals : ids.reports];
      queue(app, key, {
        destination: place,
        ...(one.lasts === undefined ? {} : { validUntil: app.now() + one.lasts }),
      });
      queued.push({ key, place, lasting: one.lasts === undefined });
    }
    if (one.do === "run" && (await runUnder(app, one))) app = { ...app };
  }
  app.discord.trouble = {};
  app.pass(600);
  await settle(app, 3_600);
  return { app, queued };
}

/** Runs the job with one fate for each post; true when it killed the process. */
async function runUnder(app: TestApp, { fates: script, history }: Extract<Step, { do: "run" }>): Promise<boolean> {
  const left = [...script];
  let fate: (typeof fates)[number] = "well";
  const killed = Promise.withResolvers<boolean>();
  const die = () => {
    killed.resolve(true);
    return new Promise<void>(() => {});
  };
  app.discord.trouble = {
    beforePost: () => {
      fate = left.shift() ?? "well";
      if (fate === "unsent") lost();
      return fate === "killed before" ? die() : undefined;
    },
    afterPost: () => {
      if (fate === "unanswered") lost();
      return fate === "killed after" ? die() : undefined;
    },
    ...(history ? {} : { history: lost }),
  };
  return Promise.race([deliverOutbox.run(app).then(() => false), killed.promise]);
}
