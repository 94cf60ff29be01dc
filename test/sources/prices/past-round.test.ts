import fc from "fast-check";
import { expect, test } from "vitest";
import { roundAt } from "../../../src/sources/prices/past-round.ts";
import { addressOf, feedOf, type Phases, roundAnswer, runRead } from "../../support/feeds.ts";

const feed = addressOf(1);

async function search(phases: Phases, at: number) {
  const { outcome } = await runRead(roundAt(feed, at), { [feed]: feedOf(phases) });
  return outcome.ok ? outcome.value.id : outcome.reason;
}

const idOf = (phase: number, number: number) => (BigInt(phase) << 64n) | BigInt(number);

/** Looks at every round there is; the newest of all is what the feed says itself. */
function lookedUp(phases: Phases, at: number): bigint | string {
  const newest = phases.at(-1) ?? [];
  if ((newest.at(-1) ?? at) <= at) return idOf(phases.length, newest.length);
  const rounds = phases.flatMap((times, phase) =>
    times.flatMap((time, index) =>
      time !== undefined && time <= at ? [{ id: idOf(phase + 1, index + 1), time }] : [],
    ),
  );
  const [last] = rounds.sort((a, b) => b.time - a.time || (a.id < b.id ? 1 : -1));
  return last?.id ?? "the feed remembers no round that old";
}

const times = (options: { from: number; most: number; gaps: number }) =>
  fc
    .array(fc.record({ after: fc.integer({ min: 0, max: 5_000 }), gap: fc.nat({ max: 99 }) }), {
      minLength: 1,
      maxLength: options.most,
      size: "max",
    })
    .map((steps) => {
      let time = options.from;
      return steps.map(({ after, gap }, index) => {
        time += after;
        return gap < options.gaps && index < steps.length - 1 ? undefined : time;
      });
    });

/** An old phase with at most one round missing, which is not its last. */
const oldPhase = fc
  .tuple(fc.integer({ min: 1, max: 500_000 }), fc.option(fc.nat()))
  .chain(([from, gap]) =>
    times({ from, most: 300, gaps: 0 }).map((list) =>
      list.map((time, index) =>
        gap !== null && index === gap % list.length && index < list.length - 1 ? undefined : time,
      ),
    ),
  );

test("law: the round found is the last to begin by the second, of all phases, whatever their lengths and overlaps", async () => {
  const history = fc.tuple(fc.array(oldPhase, { maxLength: 5 }), times({ from: 400_000, most: 300, gaps: 0 }));
  await fc.assert(
    fc.asyncProperty(history, fc.integer({ min: 1, max: 1_500_000 }), async ([old, current], at) => {
      const phases = [...old, current];
      expect(await search(phases, at)).toBe(lookedUp(phases, at));
    }),
    { numRuns: 400 },
  );
});

test("law: where many rounds are missing, the round found is right or none is", async () => {
  await fc.assert(
    fc.asyncProperty(
      times({ from: 1, most: 400, gaps: 60 }),
      fc.integer({ min: 1, max: 1_000_000 }),
      async (one, at) => {
        const found = await search([one], at);
        if (found !== "the feed remembers too few of its rounds around that time")
          expect(found).toBe(lookedUp([one], at));
      },
    ),
    { numRuns: 400 },
  );
});

test("boundary: the second of a round is its own, the one before it the last round's", async () => {
  const phases = [[100, 200], [300]];
  expect(await search(phases, 300)).toBe(idOf(2, 1));
  expect(await search(phases, 299)).toBe(idOf(1, 2));
  expect(await search(phases, 100)).toBe(idOf(1, 1));
  expect(await search(phases, 99)).toBe("the feed remembers no round that old");
});

test("behavior: an aggregator that is asked without a proxy has rounds of no phase", async () => {
  const answers = (name: string, [id]: readonly unknown[]) => {
    if (name === "latestRoundData") return roundAnswer(3n, 1n, 300);
    return name === "getRoundData" && (id as bigint) <= 3n
      ? roundAnswer(id as bigint, 1n, Number(id) * 100)
      : undefined;
  };
  const { outcome } = await runRead(roundAt(feed, 250), { [feed]: answers });
  expect(outcome).toMatchObject({ ok: true, value: { id: 2n } });
});

test("boundary: a year of answers every twelve seconds in each of four phases is searched in ten rounds of calls", async () => {
  const [count, step] = [2_628_000, 12];
  const find = (id: bigint) => {
    const [phase, number] = [Number(id >> 64n), Number(id & ((1n << 64n) - 1n))];
    if (phase < 1 || phase > 4 || number < 1 || number > count) return undefined;
    return roundAnswer(id, 1n, (phase - 1) * count * step + number * step);
  };
  const answers = (name: string, [id]: readonly unknown[]) =>
    name === "latestRoundData" ? find(idOf(4, count)) : find(id as bigint);
  const { outcome, rounds } = await runRead(roundAt(feed, count * step + 7_000_001), { [feed]: answers });
  expect(outcome).toMatchObject({ ok: true, value: { id: idOf(2, Math.floor(7_000_001 / step)) } });
  expect(rounds).toBeLessThanOrEqual(10);
});
