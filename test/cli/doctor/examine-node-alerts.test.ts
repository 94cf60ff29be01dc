import { expect, test } from "vitest";
import { examineNodeAlerts } from "../../../src/cli/doctor/examine-node-alerts.ts";
import { addNodes, booked, fleetApp, fleetConfig, named } from "../../support/fleet.ts";
import { testConfig } from "../../support/test-config.ts";

const NOWHERE = "/nonexistent/steward.db";

test("default: nothing is said where nothing is asked for, and what can be given is well", () => {
  expect(examineNodeAlerts(fleetConfig(undefined), NOWHERE)).toEqual([]);
  expect(examineNodeAlerts(fleetConfig({ missedInRow: 3 }), NOWHERE)).toMatchObject([{ sign: "✓" }]);
  expect(examineNodeAlerts(testConfig({ nodeAlerts: { missedInRow: 3 } }), NOWHERE)).toMatchObject([{ sign: "!" }]);
});

test("error: a source that cannot give what is asked for is named, by the config alone", () => {
  const words = (nodeAlerts: Parameters<typeof fleetConfig>[0], changes = {}) =>
    examineNodeAlerts(fleetConfig(nodeAlerts, changes), NOWHERE).map(({ what }) => what);
  expect(words({})).toEqual(["nodeAlerts: nothing is said of nodes: no rule is set."]);
  expect(words({ claimable: "5 dollar", claim: { coinPrice: "eth-usd" } })).toEqual([
    "nodeAlerts: nodes pays helio, not dollar: that much to claim is never said.",
  ]);
  expect(words({ claimable: "5 helio" })).toEqual([
    "nodeAlerts: what a claim from nodes costs will be said to be unknown.",
  ]);
});

test("error: a source that has told of nothing to claim, of no terms, or of too few nodes is named once it is read", async () => {
  const app = fleetApp({
    missedInRow: 3,
    drop: { share: "25 %" },
    terms: true,
    claimable: "5 helio",
    claim: { coinPrice: "eth-usd" },
  });
  expect(examineNodeAlerts(app.config, app.path)).toMatchObject([{ sign: "✓" }]);
  addNodes(app, named(4), "north");
  await booked(app);
  const found = examineNodeAlerts(app.config, app.path).map(({ what }) => what);
  expect(found).toHaveLength(3);
  expect(found.join("\n")).toMatch(/nothing to claim so far.*no cut, commission or fee so far.*fewer than 5 nodes/s);
});
