import fc from "fast-check";
import { expect, test } from "vitest";
import { listOutdated, listUnposted, raiseRevision } from "../../db/outbox.ts";
import { deliverOutbox } from "../../jobs/deliver-outbox.ts";
import { createTestApp, type TestApp } from "../support/app.ts";
import { lost, queue, settle } from "../support/outbox.ts";
import { ids } from "../support/test-config.ts";

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
