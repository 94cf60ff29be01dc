import fc from "fast-check";
import { expect, test } from "vitest";
import { findOutbox } from "../../db/outbox.ts";
import { watchNodes } from "../../src/actions/node-alerts/watch-nodes.ts";
import { addNodes, booked, DAY, fleetApp, named, pay, TODAY, toldNow } from "../support/fleet.ts";

const NODES = named(9);

/** What a naive watcher says at each ended epoch: two in a row, three of six; five of nine at once are an outage. */
function createNaive() {
  const ended: boolean[][] = [];
  const open = new Set<string>();
  const turn = (name: string, holds: boolean, over: boolean): string[] => {
    if (holds && !open.has(name)) {
      open.add(name);
      return [`+${name}`];
    }
    return over && open.delete(name) ? [`-${name}`] : [];
  };
  return (paid: boolean[]): string[] => {
    ended.push(paid);
    const isOut = (epoch: boolean[]) => epoch.filter((was) => !was).length >= 5;
    const outage = turn("outage", isOut(paid), !isOut(paid));
    const nodes = NODES.flatMap((node, index) => {
      const own = ended.filter((epoch) => epoch[index] || !isOut(epoch)).map((epoch) => epoch[index] === true);
      const holds = (own.length > 1 && !own.at(-1) && !own.at(-2)) || own.slice(-6).filter((was) => !was).length >= 3;
      return turn(`missed ${node}`, holds, !holds && own.at(-1) === true);
    });
    return [...outage, ...nodes].sort();
  };
}

const payOf = (paid: boolean[]) =>
  Object.fromEntries(NODES.filter((_, index) => paid[index]).map((node) => [node, 10]));

test("law: over any history, with kills and restarts, alerts begin and end as a naive watcher has them, in one message", async () => {
  const day = fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, fc.boolean()), {
    minLength: 9,
    maxLength: 9,
  });
  const history = fc.array(fc.tuple(day, fc.constantFrom("killed", "restarted", "well")), {
    minLength: 4,
    maxLength: 24,
  });
  await fc.assert(
    fc.asyncProperty(history, async (days) => {
      const app = fleetApp({ missedInRow: 2, missedInWindow: { misses: 3, of: 6 } });
      const naive = createNaive();
      addNodes(app, NODES, "north");
      let running = NODES.map(() => true);
      pay(app, TODAY, payOf(running));
      for (const [index, [paid, mishap]] of days.entries()) {
        app.pass(DAY);
        pay(app, TODAY + index + 1, payOf(paid));
        await booked(app);
        const expected = naive(running);
        running = paid;
        const killed = () => {
          throw new Error("killed");
        };
        if (mishap === "killed" && expected.length > 0)
          await expect(watchNodes({ ...app, wake: killed }, "nodes")).rejects.toThrow("killed");
        expect(await watchNodes(mishap === "restarted" ? { ...app } : app, "nodes")).toBe(expected.length);
        expect(await watchNodes({ ...app }, "nodes")).toBe(0);
        const { began, ended } = toldNow(app);
        expect([...began.map((one) => `+${one}`), ...ended.map((one) => `-${one}`)].sort()).toEqual(expected);
        const message = findOutbox(app.db, `node-alerts:${Math.floor(app.now() / 900)}`);
        expect(message?.revision).toBe(expected.length > 0 ? 1 : undefined);
      }
    }),
    { numRuns: 20 },
  );
}, 180_000);
