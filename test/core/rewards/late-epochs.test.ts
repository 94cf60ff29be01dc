import fc from "fast-check";
import { expect, test } from "vitest";
import { type EpochTimes, lateEpochs } from "../../../src/core/rewards/late-epochs.ts";

const DAY = 86_400;

/** Daily epochs from 0 on, each told of an hour after its day began, over within it; with what is otherwise. */
function daily(count: number, changes: Readonly<Record<number, Partial<EpochTimes>>> = {}): EpochTimes[] {
  return Array.from({ length: count }, (_, epoch) => {
    const at = epoch * DAY + 3_600;
    return { epoch, firstAt: at, lastAt: at, ...changes[epoch] };
  });
}

const late = (epochs: readonly EpochTimes[], from: number, epochSeconds = DAY) => [
  ...lateEpochs(epochs, epochSeconds, from),
];

test("default: what is paid in its turn is not late", () => {
  expect(late(daily(10), 9 * DAY)).toEqual([]);
});

test("behavior: a payment for an epoch that the source had long left behind is late", () => {
  expect(late(daily(10, { 3: { lastAt: 9 * DAY + 5 } }), 9 * DAY)).toEqual([3]);
});

test("boundary: what comes within an epoch's length after the next one began is not", () => {
  const at = 9 * DAY + 5;
  expect(late(daily(10, { 7: { lastAt: at }, 8: { lastAt: at } }), 9 * DAY)).toEqual([]);
  expect(late(daily(10, { 6: { lastAt: at } }), 9 * DAY)).toEqual([6]);
});

test("behavior: the first and only word of an epoch is on time, however long the epoch has been over", () => {
  const last = { epoch: 10, firstAt: 60 * DAY, lastAt: 60 * DAY };
  expect(late([...daily(10), last], 59 * DAY)).toEqual([]);
});

test("behavior: the first word of an epoch is late where later ones were told of before it", () => {
  const at = 9 * DAY + 5;
  expect(late(daily(10, { 4: { firstAt: at, lastAt: at } }), 9 * DAY)).toEqual([4]);
});

test("behavior: where epochs run on for days, that is how it is there", () => {
  const epochs = daily(12).map((one) => ({ ...one, lastAt: one.firstAt + 4 * DAY }));
  expect(late(epochs, 11 * DAY)).toEqual([]);
  expect(late([...daily(1, { 0: { lastAt: 11 * DAY } }), ...epochs.slice(1)], 11 * DAY)).toEqual([0]);
});

test("boundary: where too few epochs are known nobody can tell", () => {
  expect(late(daily(4, { 0: { lastAt: 50 * DAY } }), 49 * DAY)).toEqual([]);
  expect(late(daily(5, { 0: { lastAt: 50 * DAY } }), 49 * DAY)).toEqual([0]);
});

test("boundary: numbers that do not grow with time say nothing of lateness", () => {
  const numbers = [7, 2, 9, 4, 1, 8, 3, 6, 0, 5, 11, 10];
  const times = daily(12).map(({ firstAt, lastAt }, day) => ({ epoch: numbers[day] ?? 0, firstAt, lastAt }));
  expect(
    late(
      times.sort((a, b) => a.epoch - b.epoch),
      11 * DAY,
    ),
  ).toEqual([]);
});

test("law: nothing is late of which nothing was told since, or before any later epoch", () => {
  const times = fc.array(fc.tuple(fc.nat(40 * DAY), fc.nat(10 * DAY)), { maxLength: 20 });
  fc.assert(
    fc.property(times, fc.nat(40 * DAY), (spans, from) => {
      const epochs = spans.map(([firstAt, lasts], epoch) => ({ epoch, firstAt, lastAt: firstAt + lasts }));
      for (const number of lateEpochs(epochs, 1, from)) {
        expect(epochs[number]?.lastAt).toBeGreaterThanOrEqual(from);
        expect(epochs.some(({ epoch, firstAt }) => epoch > number && firstAt < from)).toBe(true);
      }
    }),
  );
});
