import { afterAll, beforeAll, expect, test } from "vitest";
import { TREASURY_MOVES } from "../../../sandbox/chain/heliogrid.ts";
import { passTime } from "../../../sandbox/chain/live.ts";
import { startWorld } from "../../../sandbox/chain/world.ts";
import { collectBooks } from "../../../src/actions/books/collect-books.ts";
import { readPositions } from "../../../src/actions/yields/read-positions.ts";
import type { Block } from "../../../src/chain/chain.ts";
import { earnings } from "../../../src/core/treasury/accounts/position-account.ts";
import { flowsOf } from "../../support/rows.ts";
import { createWorldApp, type WorldApp } from "../../support/world-app.ts";

const DAY = 86_400;
const ever = { from: 0, to: Number.MAX_SAFE_INTEGER };

let started: Awaited<ReturnType<typeof startWorld>>;

beforeAll(async () => {
  started = await startWorld();
});
afterAll(() => started.stop());

const finalized = (app: WorldApp) => app.chains.get(31_337).finalized();

/** Each leg's account from one block to another, both of which are read first. */
async function accounts(app: WorldApp, from: Block, to: Block) {
  for (const block of [from, to]) expect((await readPositions(app, 31_337, block)).unread).toEqual([]);
  const legs = collectBooks(app, ever).positions.map((facts) => {
    const account = earnings(facts, { ...ever, opening: from.number, closing: to.number });
    return [`${facts.position} ${facts.leg}`.trim(), { kind: facts.kind, ...account }] as const;
  });
  return Object.fromEntries(legs);
}

test("default: whatever the treasury did in fifty days is booked, and nothing of it unexplained", async () => {
  const app = await createWorldApp(started.world);
  const last = await finalized(app);
  const legs = await accounts(app, await app.chains.get(31_337).blockAt(last.timestamp - 50 * DAY), last);
  expect(Object.keys(legs)).toEqual([
    "reserve",
    ...["lending supplied", "lending debt"],
    ...["dollars", "helio"],
    ...["pool token0", "pool token1"],
    ...["range token0", "range token1", "range fees0", "range fees1"],
    ...["farm staked", "farm earned"],
  ]);
  for (const [leg, { closing, unexplained = 0n }] of Object.entries(legs)) {
    expect(closing, leg).not.toBe(0n);
    expect(unexplained, leg).toBe(0n);
  }
});

test("default: with the market and the farm it moved what the plan says, to the last unit", async () => {
  const app = await createWorldApp(started.world);
  await readPositions(app, 31_337, await finalized(app));
  const planned = (...kinds: string[]) =>
    TREASURY_MOVES.filter(({ kind }) => kinds.includes(kind)).map(({ kind, amount }) => [kind, amount]);
  const moved = (position: string, leg: string, into: string, out: string) =>
    flowsOf(app.db, position)
      .filter((flow) => flow.leg === leg)
      .map(({ direction, amount }) => [direction === "in" ? into : out, amount]);
  expect(moved("lending", "supplied", "lend", "take back")).toEqual(planned("lend", "take back"));
  expect(moved("lending", "debt", "repay", "borrow")).toEqual(planned("borrow", "repay"));
  expect(moved("farm", "staked", "stake", "")).toEqual(planned("stake"));
  expect(moved("farm", "earned", "", "claim").map(([kind]) => [kind])).toEqual(
    planned("claim").map(([kind]) => [kind]),
  );
});

test("default: a day later all that is lent, pooled and farmed has earned, and the debt has cost", async () => {
  const app = await createWorldApp(started.world);
  const before = await finalized(app);
  await passTime(started.world, DAY);
  const legs = await accounts(app, before, await finalized(app));
  const income = (leg: string) => legs[leg]?.income ?? 0n;
  for (const leg of ["reserve", "lending supplied", "pool token0", "pool token1", "farm earned"])
    expect(income(leg), leg).toBeGreaterThan(0n);
  // Fees are paid in the token that is sold.
  expect(income("range fees0") + income("range fees1")).toBeGreaterThan(0n);
  expect(income("lending debt")).toBeLessThan(0n);
  for (const leg of ["range token0", "range token1", "farm staked", "dollars"]) expect(income(leg), leg).toBe(0n);
});

test("behavior: lenders earn between two and four percent a year", async () => {
  const app = await createWorldApp(started.world);
  const before = await finalized(app);
  await passTime(started.world, 10 * DAY);
  const { "lending supplied": lent } = await accounts(app, before, await finalized(app));
  const perYear = (Number(lent?.income) / Number(lent?.opening)) * 36.5;
  expect(perYear).toBeGreaterThan(0.02);
  expect(perYear).toBeLessThan(0.04);
});
