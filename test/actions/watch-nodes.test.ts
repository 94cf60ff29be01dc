import { expect, test } from "vitest";
import { setRetired } from "../../db/nodes.ts";
import { findOutbox, listUnposted } from "../../db/outbox.ts";
import { setSubscribed } from "../../db/subscribers.ts";
import { deliverOutbox } from "../../jobs/deliver-outbox.ts";
import { watchNodes as job } from "../../jobs/watch-nodes.ts";
import { watchNodes } from "../../src/actions/node-alerts/watch-nodes.ts";
import { START } from "../support/app.ts";
import {
  addNodes,
  booked,
  DAY,
  fleetApp,
  fleetConfig,
  history,
  named,
  pay,
  shown,
  summaries,
  TODAY,
  toldNow,
} from "../support/fleet.ts";
import { ids } from "../support/test-config.ts";

const everybody = (nodes: readonly string[], except: readonly string[] = []) =>
  Object.fromEntries(nodes.filter((node) => !except.includes(node)).map((node) => [node, 10]));

test("default: without `nodeAlerts` in the config nothing is said", async () => {
  const app = fleetApp(undefined);
  addNodes(app, named(6), "north");
  await history(app, named(6), 20, (node, ago) => (node === "3" && ago < 10 ? 0 : undefined));
  expect(await job.run(app)).toEqual({ did: { alerts: 0 } });
  expect(listUnposted(app.db)).toEqual([]);
});

test("default: a node that missed so many epochs in a row is said once, in the alarm channel, and again when it is back", async () => {
  const app = fleetApp({ missedInRow: 3 });
  addNodes(app, named(6), "north");
  await history(app, named(6), 20, (node, ago) => (node === "3" && ago <= 3 && ago > 0 ? 0 : undefined));
  expect(await watchNodes(app, "nodes")).toBe(1);
  expect(await watchNodes(app, "nodes")).toBe(0);
  const key = `node-alerts:${Math.floor(START / 900)}`;
  expect(findOutbox(app.db, key)).toMatchObject({ kind: "node-alerts", destination: ids.alarms, revision: 1 });
  const [said] = await summaries(app);
  expect(said).toContain("Nodes that need a look");
  expect(said).toContain("**Missed payments** · 1 node\n- north: node 3 (3 in a row)");
  // The newest epoch, in which it was paid, ends.
  app.pass(DAY);
  pay(app, TODAY + 1, everybody(named(6)));
  await booked(app);
  expect(await watchNodes(app, "nodes")).toBe(1);
  const [, back] = await summaries(app);
  expect(back).toContain("### Nodes are back\n**Back: paid again** · 1 node\n- north: node 3");
});

test("behavior: the newest epoch is still running: nobody has missed it yet", async () => {
  const app = fleetApp({ missedInRow: 1 });
  addNodes(app, named(6), "north");
  await history(app, named(6), 20, (node, ago) => (node === "3" && ago === 0 ? 0 : undefined));
  expect(await watchNodes(app, "nodes")).toBe(0);
  pay(app, TODAY + 1, everybody(["1"]));
  await booked(app);
  expect(await watchNodes(app, "nodes")).toBe(1);
});

test("behavior: a drop against the cohort is said with its figures; the whole cohort's fall is not", async () => {
  const app = fleetApp({ drop: { share: "25 %" } });
  addNodes(app, named(8), "north");
  // Everybody earns a tenth of what they used to; node 2 of that only 60 %.
  await history(app, named(8), 20, (node, ago) => (ago > 3 ? undefined : ago === 0 ? 1 : node === "2" ? 0.6 : 1));
  expect(await watchNodes(app, "nodes")).toBe(1);
  expect((await summaries(app))[0]).toContain("- north: node 2 (−40 %: 0.6 × the middle over 3 epochs, usually 1 ×)");
  // At 0.8 it is neither dropped enough nor back; at 0.9 it is.
  const next = async (days: number, amount: number) => {
    for (let day = 0; day < 3; day += 1) pay(app, TODAY + days + day, { ...everybody(named(8)), "2": amount * 10 });
    pay(app, TODAY + days + 3, everybody(["1"]));
    app.pass(DAY);
    await booked(app);
    return watchNodes(app, "nodes");
  };
  expect(await next(1, 0.8)).toBe(0);
  expect(await next(5, 0.9)).toBe(1);
  expect(toldNow(app).ended).toEqual(["drop 2"]);
});

test("behavior: an outage of most of a region is one line, and names nobody; its end is said with how many are paid", async () => {
  const app = fleetApp({ missedInRow: 1 });
  const [north, south] = [named(40, "n"), named(60, "s")];
  addNodes(app, north, "north");
  addNodes(app, south, "south");
  await history(app, [...north, ...south], 20, (node, ago) =>
    ago === 1 && (north.slice(0, 25).includes(node) || node === "s7") ? 0 : undefined,
  );
  expect(await watchNodes(app, "nodes")).toBe(2);
  const [said] = await summaries(app);
  expect(said).toContain(
    `**Most of north missed epoch ${TODAY - 1}**: 25 of 40 nodes that were paid lately. Nobody is named for it.`,
  );
  expect(said).toContain("south: node s7 (1 in a row)");
  app.pass(DAY);
  pay(app, TODAY + 1, everybody(["n1"]));
  await booked(app);
  expect(await watchNodes(app, "nodes")).toBe(2);
  expect((await summaries(app))[1]).toContain(
    `**The outage in north is over**: 40 of 40 nodes were paid in epoch ${TODAY}.`,
  );
});

test("behavior: an outage of everybody is one line, not one for each region", async () => {
  const app = fleetApp({ missedInRow: 1 });
  const regions = ["a", "b", "c", "d"];
  for (const region of regions) addNodes(app, named(50, region), region);
  const all = regions.flatMap((region) => named(50, region));
  await history(app, all, 20, (node, ago) => (ago === 1 && node !== "a1" ? 0 : undefined));
  expect(await watchNodes(app, "nodes")).toBe(1);
  expect((await summaries(app))[0]).toContain(`**Most of the network missed epoch ${TODAY - 1}**: 199 of 200 nodes`);
});

test("behavior: two hundred nodes that fail at once are one readable message", async () => {
  const app = fleetApp({ missedInRow: 3 });
  const regions = ["africa", "asia", "europe", "oceania"];
  const nodes = (region: string) => named(150, region.slice(0, 2));
  for (const region of regions) addNodes(app, nodes(region), region);
  const failing = new Set(regions.flatMap((region) => nodes(region).slice(0, 50)));
  await history(app, regions.flatMap(nodes), 20, (node, ago) =>
    failing.has(node) && ago <= 3 && ago > 0 ? 0 : undefined,
  );
  expect(await watchNodes(app, "nodes")).toBe(200);
  const said = await summaries(app);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain("**Missed payments** · 200 nodes");
  expect(said[0]).toContain("- europe (50): node eu1 (3 in a row), node eu10 (3 in a row), …");
  expect(said[0]).toContain("and 190 more; see `/rewards fleet:True`");
  expect(said[0]?.length).toBeLessThan(1_000);
});

test("behavior: whoever left is over, whoever is to be ignored is silent, and whoever died long ago is no news", async () => {
  const app = fleetApp({ missedInRow: 2, ignore: ["2"] });
  addNodes(app, named(9), "north");
  await history(app, named(9), 45, (node, ago) => {
    if (node === "1" || node === "2") return ago <= 2 && ago > 0 ? 0 : undefined;
    return node === "9" && ago < 43 ? 0 : undefined;
  });
  expect(await watchNodes(app, "nodes")).toBe(1);
  expect(toldNow(app).began).toEqual(["missed 1"]);
  setRetired(app.db, "nodes", "1", app.now());
  app.pass(DAY);
  pay(app, TODAY + 1, everybody(named(9), ["1", "2", "9"]));
  await booked(app);
  expect(await watchNodes(app, "nodes")).toBe(1);
  expect((await summaries(app))[1]).toContain("**Left the network** · 1 node\n- north: node 1");
});

test("behavior: a restart, a double run and a kill between say nothing twice and lose nothing", async () => {
  const app = fleetApp({ missedInRow: 2 });
  addNodes(app, named(6), "north");
  await history(app, named(6), 20, (node, ago) => (Number(node) < 3 && ago <= 2 && ago > 0 ? 0 : undefined));
  const restarted = () => ({ ...app });
  const both = await Promise.all([watchNodes(app, "nodes"), watchNodes(restarted(), "nodes")]);
  expect(both.sort()).toEqual([0, 2]);
  expect(await watchNodes(restarted(), "nodes")).toBe(0);
  await deliverOutbox.run(app);
  await deliverOutbox.run(restarted());
  expect(app.discord.said.filter(({ kind }) => kind === "node-alerts")).toHaveLength(1);
});

test("behavior: what is found later in the same quarter of an hour changes the message, later it is a new one", async () => {
  const app = fleetApp({ missedInRow: 2 });
  addNodes(app, named(6), "north");
  await history(app, named(6), 20, (node, ago) => (node === "1" && ago <= 2 && ago > 0 ? 0 : undefined));
  await watchNodes(app, "nodes");
  await deliverOutbox.run(app);
  for (const epoch of [TODAY + 1, TODAY + 2, TODAY + 3]) pay(app, epoch, everybody(named(6), ["2"]));
  await booked(app);
  app.pass(60);
  expect(await watchNodes(app, "nodes")).toBe(2);
  app.pass(10);
  await deliverOutbox.run(app);
  const said = app.discord.said.filter(({ kind }) => kind === "node-alerts");
  expect(said).toMatchObject([{ edits: 1 }]);
  // Node 1 failed and came back within it.
  expect(toldNow(app)).toEqual({ began: ["missed 1", "missed 2"], ended: ["missed 1"] });
});

test("behavior: books that are still being read say nothing", async () => {
  const app = fleetApp({ missedInRow: 2 });
  addNodes(app, named(6), "north");
  await history(app, named(6), 20, (node, ago) => (node === "1" && ago <= 2 && ago > 0 ? 0 : undefined));
  app.pass(2 * DAY);
  expect(await watchNodes(app, "nodes")).toBe(0);
  await booked(app);
  expect(await watchNodes(app, "nodes")).toBe(1);
});

test("behavior: a source differs from what is said for all", async () => {
  const { nodeAlerts } = fleetConfig({ missedInRow: 3, terms: true, sources: { nodes: { missedInRow: "off" } } });
  expect(nodeAlerts?.sources["nodes"]).toEqual({ missedInRow: "off" });
  const app = fleetApp({ missedInRow: 1, sources: { nodes: { missedInRow: "off" } } });
  addNodes(app, named(6), "north");
  await history(app, named(6), 20, (node, ago) => (node === "1" && ago > 0 && ago < 5 ? 0 : undefined));
  expect(await watchNodes(app, "nodes")).toBe(0);
});

test("behavior: whoever has a part of a node by the config, and asked for it, is told of it; of others' nodes not", async () => {
  const { rewards } = fleetConfig(undefined);
  const registry = [{ node: "1", shares: { [ids.ada]: "60 %" } }];
  const app = fleetApp({ missedInRow: 2 }, { rewards: { nodes: { ...rewards["nodes"], registry } as never } });
  for (const member of [ids.ada, ids.ben]) setSubscribed(app.db, member, true, 1);
  addNodes(app, named(6), "north");
  await history(app, named(6), 20, (node, ago) => (Number(node) < 3 && ago <= 2 && ago > 0 ? 0 : undefined));
  expect(await watchNodes(app, "nodes")).toBe(2);
  const rows = listUnposted(app.db).filter(({ destination }) => destination.startsWith("member:"));
  expect(rows.map(({ destination }) => destination)).toEqual([`member:${ids.ada}`]);
  const told = await shown(app, "node-alerts", rows[0]?.refs ?? {});
  expect(told).toContain("node 1 (2 in a row)");
  expect(told).not.toContain("node 2");
});

test("behavior: names of nodes and regions cannot write into the message", async () => {
  const app = fleetApp({ missedInRow: 2 });
  const names = [
    "**@everyone** [x](https://evil.example)",
    "<@700000000000000401>",
    "\n# Big\n-# steward · mark",
    "`".repeat(60),
  ];
  addNodes(app, [...names, ...named(9)], "<#1>\n> hi");
  await history(app, [...names, ...named(9)], 20, (node, ago) =>
    names.includes(node) && ago <= 2 && ago > 0 ? 0 : undefined,
  );
  expect(await watchNodes(app, "nodes")).toBe(4);
  const [said = ""] = await summaries(app);
  expect(said).not.toMatch(/(?<!\\)@everyone|<@7|\]\(|^# Big|https:\/\/evil/m);
  expect(said.split("\n").filter((line) => line.trim() === "-# steward · mark")).toHaveLength(1);
});
