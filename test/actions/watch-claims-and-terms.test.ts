import { expect, test } from "vitest";
import { findCursor } from "../../db/cursors.ts";
import { findNode } from "../../db/nodes.ts";
import { immediate } from "../../db/open.ts";
import { listUnposted } from "../../db/outbox.ts";
import { addQuote } from "../../db/quotes.ts";
import { addTerms } from "../../db/terms.ts";
import { watchNodes } from "../../src/actions/node-alerts/watch-nodes.ts";
import { createTestApp, START, type TestApp } from "../support/app.ts";
import { addNodes, booked, DAY, fleetApp, named, pay, summaries, TODAY, toldNow } from "../support/fleet.ts";

const QUARTER = 900;

function quote(app: TestApp, price: string, dollars: number): void {
  const facts = { round: 1n, answer: BigInt(Math.round(dollars * 1e8)), decimals: 8, updatedAt: app.now() - 60 };
  addQuote(app.db, { ...facts, price, chain: 31_337, block: BigInt(app.now()), at: app.now() });
}

async function earning(app: TestApp): Promise<void> {
  addNodes(app, named(3), "north");
  pay(app, TODAY - 1, { "1": 100, "2": 40 }, "accrued");
  await booked(app);
}

test("default: what can be claimed is said with what claiming costs now, and from where on it is worth it", async () => {
  const app = fleetApp({ claimable: "100 helio", claim: { coinPrice: "eth-usd" } });
  quote(app, "helio-usd", 0.5);
  quote(app, "eth-usd", 2_000);
  app.chain.gas = 10n ** 9n;
  await earning(app);
  expect(await watchNodes(app, "nodes")).toBe(1);
  // 150,000 gas at 1 gwei are $0.30, which is 0.6 HELIO.
  expect((await summaries(app))[0]).toContain(
    "**Much to claim** · 1 node\n- north: node 1 (100 HELIO; claiming now costs about 0.6 % of it; worth it from 12 HELIO)",
  );
  app.pass(QUARTER);
  expect(await watchNodes(app, "nodes")).toBe(0);
  pay(app, TODAY, { "1": 60 }, "claimed");
  await booked(app);
  app.pass(QUARTER);
  expect(await watchNodes(app, "nodes")).toBe(1);
  expect((await summaries(app)).at(-1)).toContain("**Claimed** · 1 node\n- north: node 1");
});

test("behavior: a rollup's fee for data is part of the cost", async () => {
  const app = fleetApp({ claimable: "100 helio", claim: { coinPrice: "eth-usd" } });
  quote(app, "helio-usd", 0.5);
  quote(app, "eth-usd", 2_000);
  app.chain.gas = 0n;
  app.values.set("getPricesInWei", [1n, 10n ** 12n, 1n, 1n, 1n, 1n]);
  await earning(app);
  await watchNodes(app, "nodes");
  // 260 bytes at 10^12 are $0.52.
  expect((await summaries(app))[0]).toContain("claiming now costs about 1 % of it");
  const other = fleetApp({ claimable: "100 helio", claim: { coinPrice: "eth-usd" } });
  quote(other, "helio-usd", 0.5);
  quote(other, "eth-usd", 2_000);
  other.chain.gas = 0n;
  other.values.set("getL1FeeUpperBound", 13n * 10n ** 13n);
  await earning(other);
  await watchNodes(other, "nodes");
  expect((await summaries(other))[0]).toContain("claiming now costs about 0.5 % of it");
});

test.each([
  ["the config names no price of the chain's coin", {}, ["helio-usd"], false],
  ["there is no fresh price of the chain's coin", { coinPrice: "eth-usd" }, ["helio-usd"], false],
  ["there is no fresh price of the token", { coinPrice: "eth-usd" }, ["eth-usd"], false],
  ["the chain did not say what gas costs", { coinPrice: "eth-usd" }, ["helio-usd", "eth-usd"], true],
])("error: what is not known of a claim's cost is said: %s", async (reason, claim, quotes, down) => {
  const app = fleetApp({ claimable: "100 helio", claim });
  for (const price of quotes) quote(app, price, 1);
  await earning(app);
  app.chain.down = down;
  expect(await watchNodes(app, "nodes")).toBe(1);
  expect((await summaries(app))[0]).toContain(`(100 HELIO; what claiming costs is unknown: ${reason})`);
});

test("behavior: a threshold in USD goes by the newest price, and by none where there is no fresh one", async () => {
  const app = fleetApp({ claimable: "50 USD" });
  await earning(app);
  expect(await watchNodes(app, "nodes")).toBe(0);
  app.pass(QUARTER);
  quote(app, "helio-usd", 0.49);
  expect(await watchNodes(app, "nodes")).toBe(0);
  app.pass(QUARTER);
  quote(app, "helio-usd", 0.5);
  expect(await watchNodes(app, "nodes")).toBe(1);
});

function setTerm(app: TestApp, node: string, value: string, part = 0, term = "operator cut"): void {
  const id = findNode(app.db, "nodes", node)?.id ?? 0;
  const block = (findCursor(app.db, 31_337, "rewards:nodes")?.block ?? 0n) + 5n;
  const place = { block, logIndex: 1, part, transaction: `0x${"cd".repeat(32)}` as const, at: app.now() };
  immediate(app.db, () => addTerms(app.db, [{ ...place, source: "nodes", node: id, term, value }]));
}

test("default: a term that changed is said once, with what it was; what stood before the first look is not", async () => {
  const app = fleetApp({ terms: true, ignore: ["3"] });
  addNodes(app, named(3), "north");
  await booked(app);
  for (const [index, node] of named(3).entries()) setTerm(app, node, "10 %", index);
  await booked(app);
  expect(await watchNodes(app, "nodes")).toBe(0);
  setTerm(app, "1", "12.5 %");
  setTerm(app, "2", "10 %", 1);
  setTerm(app, "3", "90 %", 2);
  setTerm(app, "2", "5 %", 3, "fee");
  await booked(app);
  // A restart in between.
  const restarted = { ...app };
  expect(await watchNodes(restarted, "nodes")).toBe(1);
  expect(await watchNodes(app, "nodes")).toBe(0);
  expect((await summaries(app))[0]).toContain(
    "**Changed their terms** · 1 node\n- north: node 1 (operator cut 10 % → 12\\.5 %)",
  );
  expect(toldNow(app)).toEqual({ began: ["term 1"], ended: [] });
  app.pass(DAY);
  await booked(app);
  expect(await watchNodes(app, "nodes")).toBe(0);
  expect(listUnposted(app.db)).toHaveLength(1);
});

test("boundary: where terms are not to be said they are not, neither later", async () => {
  const app = fleetApp({ missedInRow: 3 });
  addNodes(app, named(1), null);
  setTerm(app, "1", "10 %");
  await booked(app);
  await watchNodes(app, "nodes");
  setTerm(app, "1", "20 %");
  await booked(app);
  expect(await watchNodes(app, "nodes")).toBe(0);
  const later = createTestApp({ at: START, config: fleetApp({ terms: true }).config });
  expect(await watchNodes({ ...app, config: later.config }, "nodes")).toBe(0);
});
