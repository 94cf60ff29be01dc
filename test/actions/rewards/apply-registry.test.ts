import { getAddress, stringToHex } from "viem";
import { expect, test } from "vitest";
import { listUnsettled } from "../../../db/epochs.ts";
import { findNode, listNodes } from "../../../db/nodes.ts";
import { findNodeRows } from "../../../src/actions/nodes/find-node-rows.ts";
import { applyRegistry } from "../../../src/actions/rewards/apply-registry.ts";
import { bookDecoded } from "../../../src/actions/rewards/book-decoded.ts";
import { settleEpochs } from "../../../src/actions/rewards/settle-epochs.ts";
import type { Config, ConfigInput } from "../../../src/config/schema.ts";
import { findRewardSource } from "../../../src/sources/rewards/index.ts";
import { findRegistry } from "../../../src/sources/rewards/shared/registry.ts";
import { booksConfig, createBooksApp, MIDNIGHT, OTHER, OWNER, payment } from "../../support/books.ts";

function withRegistry(registry: unknown) {
  const { rewards } = booksConfig();
  const nodes = { ...rewards["nodes"], registry };
  return createBooksApp(booksConfig({ rewards: { nodes } as unknown as NonNullable<ConfigInput["rewards"]> }));
}

test("default: what the config says of a node wins over what logs said, and what it does not say stays", () => {
  const app = withRegistry([{ node: "3", owner: OWNER, region: "west", since: "2026-01-01" }]);
  applyRegistry(app, "nodes");
  expect(findNode(app.db, "nodes", "3")).toMatchObject({
    owner: OWNER,
    region: "west",
    since: 1_767_225_600,
    class: null,
  });
  expect(findNode(app.db, "nodes", "1")).toMatchObject({ owner: OWNER, region: "north" });
});

test("behavior: a later log does not take it back, not even until the next run", () => {
  const app = withRegistry([{ node: "3", region: "west" }]);
  const source = findRewardSource(app.config, "nodes");
  const seen = { node: "3", owner: OTHER, region: "north", class: "tower", at: MIDNIGHT };
  bookDecoded(app, source, { rewards: [], nodes: [{ change: "registered", ...seen }] });
  expect(findNode(app.db, "nodes", "3")).toMatchObject({ owner: OTHER, region: "west", class: "tower" });
});

test("behavior: a node that no log told of is known, so that its silence is seen; one without an owner waits for a log", () => {
  const app = withRegistry([
    { node: "8", owner: OTHER, since: "2026-02-01" },
    { node: "9", region: "east" },
  ]);
  applyRegistry(app, "nodes");
  expect(findNode(app.db, "nodes", "8")).toMatchObject({ owner: OTHER, since: 1_769_904_000, until: null });
  expect(findNode(app.db, "nodes", "9")).toBeUndefined();
  const source = findRewardSource(app.config, "nodes");
  bookDecoded(app, source, { rewards: [{ ...payment(3, 5n, MIDNIGHT), node: "9" }], nodes: [] });
  expect(findNode(app.db, "nodes", "9")).toMatchObject({ owner: OTHER, region: "east" });
});

test("behavior: cohorts are worked out again for the past where a node moves, and only then", async () => {
  const app = withRegistry([{ node: "3", region: "south" }]);
  await settleEpochs(app, "nodes");
  applyRegistry(app, "nodes");
  expect(listUnsettled(app.db, "nodes")).toHaveLength(20);
  await settleEpochs(app, "nodes");
  applyRegistry(app, "nodes");
  expect(listUnsettled(app.db, "nodes")).toEqual([]);
});

test("boundary: a name written as block explorers show it is the node whose name logs hold; a contract's own text is left alone", () => {
  const [hash, lower] = [`0x${"A1".repeat(32)}`, `0x${"ab".repeat(20)}`] as const;
  const app = withRegistry([stringToHex("buoy-1", { size: 32 }), hash, lower].map((node) => ({ node, owner: OWNER })));
  applyRegistry(app, "nodes");
  expect(listNodes(app.db, "nodes").map(({ node }) => node)).toEqual(
    expect.arrayContaining(["buoy-1", hash.toLowerCase(), getAddress(lower)]),
  );
  expect(findNode(app.db, "nodes", lower)).toBeUndefined();
  expect(findNodeRows(app, `nodes/${stringToHex("buoy-1", { size: 32 })}`)).toEqual([
    findNode(app.db, "nodes", "buoy-1"),
  ]);
  const settings = {
    event: "event Paid(string node, address owner, uint256 amount)",
    node: "node",
    registry: [{ node: lower }],
  };
  const registry = findRegistry({ rewards: { nodes: settings } } as unknown as Config, "nodes");
  expect([...registry.keys()]).toEqual([lower]);
});
