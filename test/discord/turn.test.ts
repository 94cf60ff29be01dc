import { expect, test } from "vitest";
import { createTurn } from "../../src/discord/turn.ts";

test("behavior: between two turns the event loop does its other work", async () => {
  const turn = createTurn();
  let round = 0;
  const count = () => {
    round += 1;
    if (round < 20) setImmediate(count);
  };
  setImmediate(count);
  const rounds = await Promise.all(
    Array.from({ length: 5 }, async () => {
      await turn();
      return round;
    }),
  );
  expect(new Set(rounds).size).toBe(5);
  expect(rounds).toEqual(rounds.toSorted((one, other) => one - other));
});

test("behavior: a turn comes soon though others take long after theirs", async () => {
  const turn = createTurn();
  await turn();
  const never = new Promise<never>(() => undefined);
  void turn().then(() => never);
  await expect(turn()).resolves.toBeUndefined();
});
