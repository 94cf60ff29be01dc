import { type Hex, toHex } from "viem";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findNode } from "../../../db/nodes.ts";
import { listOddities } from "../../../db/oddities.ts";
import { listTerms } from "../../../db/terms.ts";
import { readRewards } from "../../../src/actions/rewards/read-rewards.ts";
import { createTestApp, type TestApp } from "../../support/app.ts";
import { GRT, type GraphChain, startGraphChain } from "../../support/graph-chain.ts";
import { chainOver } from "../../support/live-chain.ts";
import { sourceConfig } from "../../support/reward-logs.ts";
import { rewardsOf } from "../../support/rows.ts";

// The protocol itself, from its own package: what these contracts log is what the source must read.
const SUBGRAPH: Hex = toHex(7, { size: 32 });
const POI: Hex = toHex(9, { size: 32 });

let graph: GraphChain;
let app: TestApp;

beforeAll(async () => {
  graph = await startGraphChain();
  const { governor, indexer, delegator, token, curation, staking, send } = graph;
  await send(governor, token, "approve", curation, 10_000n * GRT);
  await send(governor, curation, "mint", SUBGRAPH, 10_000n * GRT, 0n);
  for (const who of [indexer, delegator]) {
    await send(governor, token, "transfer", who, 500_000n * GRT);
    await send(who, token, "approve", staking, 500_000n * GRT);
  }
  await send(indexer, staking, "stake", 100_000n * GRT);
}, 60_000);
afterAll(() => graph.stop());

/** An app on a database of its own whose chain is the local one. */
function createGraphApp(): TestApp {
  const settings = { kind: "the-graph", token: "helio", rewardsManager: graph.rewards, staking: graph.staking };
  const created = createTestApp({ config: sourceConfig(settings) });
  const chain = chainOver([graph.url]);
  return Object.assign(created, { chains: { get: () => chain, list: () => [chain] } });
}

const rows = () => rewardsOf(app.db, "source").map(({ node, kind, amount }) => [node, kind, amount]);
const stake = () => graph.read<bigint>(graph.staking, "getIndexerStakedTokens", graph.indexer);
const balance = (who: Hex) => graph.read<bigint>(graph.token, "balanceOf", who);

test("default: rewards of an allocation are locked, and just what the contracts put into the indexer's stake", async () => {
  app = createGraphApp();
  const allocation = await graph.allocate(SUBGRAPH, 50_000n * GRT);
  const before = await stake();
  await graph.mine(25);
  await graph.send(graph.indexer, graph.staking, "closeAllocation", allocation, POI);
  const earned = (await stake()) - before;
  expect(earned).toBe(2_600n * GRT);
  expect(await readRewards(app, "source")).toBe(1);
  expect(rows()).toEqual([[graph.indexer, "locked", earned]]);
  expect(await readRewards(app, "source")).toBe(0);
});

test("behavior: what delegators get of it is not the indexer's; its cut is a term", async () => {
  app = createGraphApp();
  const { staking, indexer, delegator, send } = graph;
  await send(indexer, staking, "setDelegationParameters", 400_000, 1_000_000, 0);
  await send(delegator, staking, "delegate", indexer, 10_000n * GRT);
  const allocation = await graph.allocate(SUBGRAPH, 50_000n * GRT);
  const before = await stake();
  await graph.mine(9);
  await send(indexer, staking, "closeAllocation", allocation, POI);
  const earned = (await stake()) - before;
  expect(earned).toBe(400n * GRT);
  await readRewards(app, "source");
  expect(rows().at(-1)).toEqual([indexer, "locked", earned]);
  const terms = listTerms(app.db, findNode(app.db, "source", indexer)?.id ?? 0);
  expect(terms.find(({ term }) => term === "indexing reward cut")?.value).toBe("40 %");
});

test("behavior: what is paid to another wallet is paid, with the delegators' part that nothing tells apart", async () => {
  app = createGraphApp();
  const { staking, indexer, vault, send } = graph;
  await send(indexer, staking, "setRewardsDestination", vault);
  const allocation = await graph.allocate(SUBGRAPH, 50_000n * GRT);
  const before = [await stake(), await balance(vault)] as const;
  await graph.mine(9);
  await send(indexer, staking, "closeAllocation", allocation, POI);
  expect([(await stake()) - before[0], (await balance(vault)) - before[1]]).toEqual([0n, 400n * GRT]);
  await readRewards(app, "source");
  expect(rows().at(-1)).toEqual([indexer, "paid", 1_000n * GRT]);
});

test("behavior: rewards of a denied subgraph are said and not counted", async () => {
  app = createGraphApp();
  const { staking, rewards, indexer, governor, send } = graph;
  const allocation = await graph.allocate(SUBGRAPH, 50_000n * GRT);
  await send(governor, rewards, "setDenied", SUBGRAPH, true);
  await graph.mine(9);
  await send(indexer, staking, "closeAllocation", allocation, POI);
  await readRewards(app, "source");
  expect(rows()).toHaveLength(3);
  expect(listOddities(app.db, "source", 9).map(({ what }) => what)).toEqual([
    `Rewards of indexer ${indexer} for allocation ${allocation} were denied: its subgraph is denied.`,
  ]);
});
