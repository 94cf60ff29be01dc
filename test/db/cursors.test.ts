import { expect, test } from "vitest";
import { findCursor, putCursor } from "../../db/cursors.ts";
import { addRewards, type NewReward, payments } from "../../db/rewards.ts";
import { createTestApp } from "../support/app.ts";
import { rewardsOf } from "../support/rows.ts";

const at = (block: bigint) => ({ chain: 1, source: "rewards:a", block, hash: `0x${"0".repeat(64)}` as const, at: 1 });

test("default: a cursor moves on from where its reader found it", () => {
  const { db } = createTestApp();
  expect(putCursor(db, at(5n), undefined)).toBe(true);
  expect(putCursor(db, at(9n), at(5n))).toBe(true);
  expect(findCursor(db, 1, "rewards:a")?.block).toBe(9n);
});

test("behavior: a slower reader moves nothing, neither on nor back", () => {
  const { db } = createTestApp();
  putCursor(db, at(5n), undefined);
  expect(putCursor(db, at(3n), undefined)).toBe(false);
  putCursor(db, at(9n), at(5n));
  expect(putCursor(db, at(7n), at(5n))).toBe(false);
  expect(findCursor(db, 1, "rewards:a")?.block).toBe(9n);
});

test("default: payments are stored once, whole, and read by period", () => {
  const { db } = createTestApp();
  const row = (logIndex: number, time: number): NewReward => ({
    transaction: `0x${"a".repeat(64)}`,
    logIndex,
    node: "1",
    recipient: "0x1000000000000000000000000000000000000001",
    token: "helio",
    amount: 2n ** 200n,
    kind: "paid",
    epoch: logIndex === 0 ? 1 : 7,
    part: 0,
    block: 2n ** 40n,
    at: time,
  });
  expect(addRewards(db, "a", [row(0, 10), row(1, 20), row(2, 30)])).toBe(3);
  expect(addRewards(db, "a", [row(2, 30), row(3, 30)])).toBe(1);
  expect(rewardsOf(db, "a")).toEqual(
    [row(0, 10), row(1, 20), row(2, 30), row(3, 30)].map((stored) => ({ ...stored, source: "a" })),
  );
  expect([...payments(db, "a", "helio", { from: 10, to: 30 })].map(({ at }) => at)).toEqual([10, 20]);
});
