import { expect, test } from "vitest";
import { findCursor, putCursor } from "../../db/cursors.ts";
import { listTrail, TRAIL_LENGTH } from "../../db/trail.ts";
import { createTestApp } from "../support/app.ts";

const at = (block: number, source = "rewards:a") => ({
  chain: 1,
  source,
  block: BigInt(block),
  hash: `0x${block.toString(16).padStart(64, "0")}` as const,
  at: block,
});

test("default: a cursor leaves where it stood, newest first, each source its own", () => {
  const { db } = createTestApp();
  putCursor(db, at(5), undefined);
  putCursor(db, at(9), at(5));
  putCursor(db, at(7, "flows:b"), undefined);
  expect(listTrail(db, 1, "rewards:a")).toEqual([at(9), at(5)]);
  expect(listTrail(db, 1, "flows:b")).toEqual([at(7, "flows:b")]);
});

test("behavior: a move that was refused leaves nothing", () => {
  const { db } = createTestApp();
  putCursor(db, at(5), undefined);
  putCursor(db, at(7), undefined);
  expect(listTrail(db, 1, "rewards:a")).toEqual([at(5)]);
});

test("boundary: only the newest positions are kept, of this source alone", () => {
  const { db } = createTestApp();
  putCursor(db, at(1, "flows:b"), undefined);
  for (let block = 1; block <= TRAIL_LENGTH + 9; block += 1) putCursor(db, at(block), findCursor(db, 1, "rewards:a"));
  const kept = listTrail(db, 1, "rewards:a").map(({ block }) => Number(block));
  expect(kept).toHaveLength(TRAIL_LENGTH);
  expect([kept[0], kept.at(-1)]).toEqual([TRAIL_LENGTH + 9, 10]);
  expect(listTrail(db, 1, "flows:b")).toHaveLength(1);
});
