import { expect, test } from "vitest";
import { watchNodes } from "../../src/actions/node-alerts/watch-nodes.ts";
import { addNodes, booked, fleetApp, named, pay, TODAY } from "../support/fleet.ts";

test("default: a look at 7,000 nodes over 40 epochs makes way for others all the time, and a second one reads nothing", async () => {
  const rules = {
    missedInRow: 3,
    missedInWindow: { misses: 4, of: 10 },
    drop: { share: "25 %" },
    claimable: "100 helio",
  };
  const app = fleetApp(rules);
  const nodes = named(7_000);
  for (let region = 0; region < 20; region += 1)
    addNodes(app, nodes.slice(region * 350, (region + 1) * 350), `region ${region}`);
  for (let ago = 40; ago >= 0; ago -= 1) {
    const paid = nodes.filter((_, index) => index % 35 !== 0 || ago > 4);
    pay(app, TODAY - ago, Object.fromEntries(paid.map((node) => [node, 10])), ago % 2 === 0 ? "paid" : "accrued");
  }
  await booked(app);
  let turns = 0;
  let isLooking = true;
  const turn = () => {
    turns += 1;
    if (isLooking) setImmediate(turn);
  };
  setImmediate(turn);
  expect(await watchNodes(app, "nodes")).toBe(7_000 + 200);
  expect(turns).toBeGreaterThan(150);
  turns = 0;
  expect(await watchNodes(app, "nodes")).toBe(0);
  isLooking = false;
  expect(turns).toBe(0);
}, 120_000);
