import type { Address } from "viem";
import { putCursor } from "../../db/cursors.ts";
import { addFlow } from "../../db/flows.ts";
import { putNode } from "../../db/nodes.ts";
import { addQuote } from "../../db/quotes.ts";
import { addReading } from "../../db/readings.ts";
import { addRewards, type NewReward } from "../../db/rewards.ts";
import type { Block } from "../../src/chain/chain.ts";
import type { ConfigInput } from "../../src/config/schema.ts";
import { rewardKinds } from "../../src/sources/rewards/index.ts";
import { yieldKinds } from "../../src/sources/yields/index.ts";
import { createTestApp, type TestApp } from "./app.ts";
import { testConfig, token } from "./test-config.ts";

const DAY = 86_400;
const HELIO = 10n ** 18n;
const feed = "0x4000000000000000000000000000000000000004";
const vault = "0x5000000000000000000000000000000000000005";
const holder = "0x6000000000000000000000000000000000000006";

/** Midnight of 2026-03-01 UTC, twelve hours before tests begin: the end of the last whole day. */
export const MIDNIGHT = 1_772_323_200;

/** The wallet that owns the example's nodes 1 and 2; the third has another owner. */
export const OWNER: Address = "0x7000000000000000000000000000000000000007";
export const OTHER: Address = "0x8000000000000000000000000000000000000008";

/** A config with one reward source, one vault, two prices and a daily report. */
export function booksConfig(changes: Partial<ConfigInput> = {}) {
  return testConfig({ ...base, ...changes }, { rewards: rewardKinds, yields: yieldKinds });
}

const base: Partial<ConfigInput> = {
  tokens: {
    helio: { chain: 31_337, address: token, symbol: "HELIO", decimals: 18, price: "helio-usd" },
    dollar: { chain: 31_337, address: token, symbol: "tUSD", decimals: 6, price: "dollar-usd" },
  },
  prices: { "helio-usd": { chain: 31_337, feed }, "dollar-usd": { chain: 31_337, feed } },
  rewards: {
    nodes: {
      ...{ kind: "event", chain: 31_337, label: "Node rewards", contract: token, token: "helio" },
      event: "event RewardPaid(uint256 indexed nodeId, address indexed owner, uint256 amount)",
      ...{ node: "nodeId", recipient: "owner", amount: "amount" },
    },
  } as unknown as NonNullable<ConfigInput["rewards"]>,
  treasury: [{ chain: 31_337, address: OWNER, label: "Treasury Safe" }],
  positions: {
    vault: { kind: "erc4626", chain: 31_337, label: "Reserve vault", vault, holder, token: "dollar" },
  } as unknown as NonNullable<ConfigInput["positions"]>,
  reports: { daily: { title: "Daily report", every: "day" } },
};

/** The example's block that is final at a moment: one each hour. */
export function blockAt(at: number): Block {
  const hour = Math.floor(at / 3_600);
  return { number: BigInt(hour), hash: `0x${hour.toString(16).padStart(64, "0")}`, timestamp: hour * 3_600 };
}

/** What is unlike the example: no readings after a moment, a price feed silent since one, payments at another second of the day. */
type Holes = { readUntil?: number; silentSince?: number; paidAt?: number };

/** An app whose books hold twenty days: three nodes paid 10, 20 and 30 HELIO an hour after midnight, node 3 silent since two days; a vault that earns 1 tUSD a day. */
export function createBooksApp(config = booksConfig(), holes: Holes = {}): TestApp {
  const app = createTestApp({ config });
  app.chain.blockAt = async (at) => blockAt(at);
  app.chain.block = async (number) => blockAt(Number(number) * 3_600);
  app.chain.logs = async () => [];
  app.chain.finalized = async () => blockAt(app.now());
  // What the vault says it holds.
  app.values.set("asset", token);
  fillBooks(app, holes);
  return app;
}

function fillBooks(app: TestApp, { readUntil = MIDNIGHT, silentSince = MIDNIGHT, paidAt = 3_600 }: Holes): void {
  const { db } = app;
  const first = MIDNIGHT - 20 * DAY;
  for (const [node, owner, region] of [
    ["1", OWNER, "north"],
    ["2", OWNER, "south"],
    ["3", OTHER, "north"],
  ] as const) {
    putNode(db, { source: "nodes", node, owner, region, class: null, since: first });
  }
  for (let day = 0; day < 20; day++) {
    const at = first + day * DAY + paidAt;
    const paid = day < 18 ? [1, 2, 3] : [1, 2];
    addRewards(
      db,
      "nodes",
      paid.map((node) => payment(node, BigInt(node) * 10n * HELIO, at)),
    );
  }
  for (let day = 0; day <= 20; day++) {
    const at = first + day * DAY;
    if (at <= readUntil) readVault(app, at, 100_000_000_000n + BigInt(day) * 1_000_000n, { silentSince });
  }
  moveCursor(app, MIDNIGHT + 3_600);
}

/** One payment of the example's source. */
export function payment(node: number, amount: bigint, at: number): NewReward {
  const transaction = `0x${(BigInt(at) * 1_000n + BigInt(node)).toString(16).padStart(64, "0")}` as const;
  const place = { transaction, logIndex: node, part: 0, block: blockAt(at).number, at };
  return {
    ...place,
    node: String(node),
    recipient: node === 3 ? OTHER : OWNER,
    token: "helio",
    kind: "paid",
    amount,
    epoch: Math.floor(at / DAY),
  };
}

type VaultOptions = { shares?: bigint; silentSince?: number };

/** Stores what the vault was worth at a moment, and both prices. */
export function readVault({ db }: TestApp, moment: number, amount: bigint, options: VaultOptions = {}): void {
  const { shares = 100_000_000_000n, silentSince = moment } = options;
  const { number: block, hash: blockHash, timestamp: at } = blockAt(moment);
  const place = { chain: 31_337, block, at };
  const leg = { position: "vault", leg: "", kind: "held", growth: null } as const;
  addReading(db, { ...place, ...leg, blockHash, token: "dollar", amount, shares });
  for (const [price, answer] of [
    ["helio-usd", 50_000_000n],
    ["dollar-usd", 100_000_000n],
  ] as const) {
    addQuote(db, { ...place, price, round: block, answer, decimals: 8, updatedAt: Math.min(at, silentSince) - 60 });
  }
}

/** Books the reward source up to a moment. */
export function moveCursor({ db }: TestApp, to: number): void {
  const { number: block, hash, timestamp: at } = blockAt(to);
  const before = db.$client.prepare("select block from cursor where source = 'rewards:nodes'").get();
  if (before) db.$client.prepare("delete from cursor where source = 'rewards:nodes'").run();
  putCursor(db, { chain: 31_337, source: "rewards:nodes", block, hash, at }, undefined);
}

/** Stores a deposit into the vault, and by whom where that is told. */
export function deposit({ db }: TestApp, at: number, amount: bigint, counterparty?: Address): void {
  const transaction = `0x${"d".repeat(64)}` as const;
  addFlow(db, {
    leg: "",
    part: 0,
    chain: 31_337,
    transaction,
    logIndex: 0,
    position: "vault",
    direction: "in",
    token: "dollar",
    amount,
    counterparty: counterparty ?? null,
    block: blockAt(at).number,
    at,
  });
}
