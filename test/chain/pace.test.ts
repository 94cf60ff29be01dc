import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createPace, type Pace } from "../../src/chain/pace.ts";
import { ProviderFailure } from "../../src/chain/provider-failure.ts";

const throttled = (retryAfter?: number) =>
  new ProviderFailure("down", "answered with HTTP status 429", { throttled: true, retryAfter });

/** A provider that takes so many requests at once and throttles the others. */
function provider(most: number, pace: Pace) {
  const seen = { now: 0, peak: 0, throttled: 0, answered: 0 };
  const ask = () =>
    pace.run(async () => {
      seen.now += 1;
      seen.peak = Math.max(seen.peak, seen.now);
      try {
        await sleep(2);
        if (seen.now > most) {
          seen.throttled += 1;
          throw throttled(0);
        }
        seen.answered += 1;
      } finally {
        seen.now -= 1;
      }
    });
  return { seen, ask };
}

const many = (count: number, ask: () => Promise<void>) => Promise.all(Array.from({ length: count }, ask));

test("default: more and more at once while all goes well, and never more than eight", async () => {
  const pace = createPace();
  expect(pace.limit()).toBe(2);
  const { seen, ask } = provider(100, pace);
  await many(60, ask);
  expect([seen.peak, pace.limit(), seen.answered]).toEqual([8, 8, 60]);
});

test("behavior: half as many after the provider had enough, once for all that were under way, and no request is lost", async () => {
  const pace = createPace();
  const { seen, ask } = provider(3, pace);
  await many(200, ask);
  expect(seen.answered).toBe(200);
  expect(seen.peak).toBeLessThanOrEqual(8);
  // Finds out again and again whether there is more to be had, at a small price.
  expect(seen.throttled).toBeLessThan(80);
  expect(pace.limit()).toBeLessThanOrEqual(5);
});

test("behavior: where patience is asked for, everybody waits, and as long as was said", async () => {
  const pace = createPace();
  const times: number[] = [];
  const began = performance.now();
  const ask = () =>
    pace.run(async () => {
      times.push(performance.now() - began);
      if (times.length === 1) throw throttled(0.2);
    });
  await ask();
  await ask();
  expect(times).toHaveLength(3);
  expect(times.slice(1).every((time) => time >= 195)).toBe(true);
});

test("error: whoever asks for too much patience, or again and again, is left to the next run", async () => {
  await expect(createPace().run(async () => Promise.reject(throttled(60)))).rejects.toThrow("429");
  let asked = 0;
  const refuse = () => {
    asked += 1;
    return Promise.reject(throttled());
  };
  await expect(createPace({ shortestWaitMs: 1 }).run(refuse)).rejects.toThrow("429");
  expect(asked).toBe(5);
});

test.each([
  ["a refusal", new ProviderFailure("unfit", "pruned")],
  ["an answer that does not come", new ProviderFailure("down", "did not answer in time", { timedOut: true })],
  ["anything else", new Error("broken")],
])("error: %s is not tried again here", async (_, failure) => {
  let asked = 0;
  const pace = createPace();
  await expect(
    pace.run(() => {
      asked += 1;
      return Promise.reject(failure);
    }),
  ).rejects.toBe(failure);
  expect(asked).toBe(1);
  expect(pace.limit()).toBe("timedOut" in failure && failure.timedOut ? 1 : 2);
});

test("boundary: what is ended while it waits for its turn, or for the provider, is never sent", async () => {
  const pace = createPace();
  const abort = new AbortController();
  let sent = 0;
  const ask = () =>
    pace.run(async () => {
      sent += 1;
      throw throttled(5);
    }, abort.signal);
  const asked = Array.from({ length: 6 }, () => ask());
  const ended = Promise.allSettled(asked);
  await sleep(10);
  abort.abort();
  expect((await ended).every(({ status }) => status === "rejected")).toBe(true);
  expect(sent).toBe(2);
  await expect(pace.run(async () => "next")).resolves.toBe("next");
}, 15_000);
