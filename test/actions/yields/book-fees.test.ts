import type { Hex } from "viem";
import { expect, test } from "vitest";
import { listOutdatedReports } from "../../../db/corrections.ts";
import { addFee } from "../../../db/fees.ts";
import { addFlow } from "../../../db/flows.ts";
import { immediate } from "../../../db/open.ts";
import { addReport, SCHEDULE } from "../../../db/reports.ts";
import { collectBooks } from "../../../src/actions/books/collect-books.ts";
import { describeReport } from "../../../src/actions/reports/describe-report.ts";
import { noteTraceless } from "../../../src/actions/reports/note-traceless.ts";
import { writeReport } from "../../../src/actions/reports/write-report.ts";
import { bookFees } from "../../../src/actions/yields/book-fees.ts";
import { readPositions } from "../../../src/actions/yields/read-positions.ts";
import { readYields } from "../../../src/actions/yields/read-yields.ts";
import { gasAccounts, gasUnknowns } from "../../../src/core/treasury/accounts/gas.ts";
import { Transient } from "../../../src/errors.ts";
import { blockAt, booksConfig, createBooksApp, MIDNIGHT, OWNER } from "../../support/books.ts";
import { COIN_PRICE, startGasWorld } from "../../support/gas-world.ts";
import { type ProxiedRequest, startRpcProxy } from "../../support/rpc-proxy.ts";

type World = Awaited<ReturnType<typeof startGasWorld>>;
type App = ReturnType<World["app"]>;

const EVER = { from: 0, to: 4_000_000_000 };
const chainOf = (app: App) => app.chains.get(31_337);
const gasOf = (app: App, period = EVER) => gasAccounts(collectBooks(app, EVER).gas, period);
const rows = (app: App) => app.db.$client.prepare("select * from fee order by block").all() as { amount: string }[];

function requestsOf(app: App): number {
  return chainOf(app)
    .requests()
    .reduce((sum, { httpRequests }) => sum + httpRequests, 0);
}

test("default: what a wallet's deposits cost is what its coins grew less by, to the wei, at the price of the moment", async () => {
  const world = await startGasWorld();
  const lost = (await world.deposit(1_000n)) + (await world.deposit(500n));
  const app = world.app();
  await readYields(app, 31_337);
  const [account] = gasOf(app);
  expect(account).toMatchObject({
    ...{ chain: 31_337, name: "Local chain", coin: "ETH", transactions: 2, amount: lost },
    ...{ unpriced: 0, data: undefined, dataUsd: undefined, short: 0, unread: 0 },
  });
  // Each transaction's cost is rounded up by less than 1e-8 USD.
  const exact = (lost * COIN_PRICE) / 10n ** 18n;
  expect((account?.usd ?? 0n) - exact).toBeGreaterThanOrEqual(0n);
  expect((account?.usd ?? 0n) - exact).toBeLessThanOrEqual(2n);
});

test("law: each transaction is asked for once, and a reading in which nothing moved asks for none", async () => {
  const world = await startGasWorld();
  await world.deposit(1_000n);
  const app = world.app();
  await readYields(app, 31_337);
  expect(rows(app)).toHaveLength(1);
  const before = requestsOf(app);
  expect(await bookFees(app, chainOf(app))).toBe(0);
  expect(requestsOf(app)).toBe(before);
  await Promise.all([readYields(app, 31_337), readYields(app, 31_337)]);
  expect(rows(app)).toHaveLength(1);
  for (let deposits = 0; deposits < 20; deposits += 1) await world.deposit(1n);
  await readPositions(app, 31_337, await chainOf(app).finalized());
  const read = requestsOf(app);
  expect(await bookFees(app, chainOf(app))).toBe(20);
  expect(requestsOf(app) - read).toBe(1);
}, 30_000);

test("behavior: a transaction that somebody else sent is noted, and counts where the treasury gives its gas back", async () => {
  const world = await startGasWorld();
  const { executor, keeper, dollar, vault, wallet } = world;
  await dollar.send(keeper, "mint", executor, 10_000_000n);
  await dollar.send(executor, "approve", vault.address, 2n ** 255n);
  await vault.send(executor, "deposit", 5_000_000n, wallet);
  const app = world.app();
  await readYields(app, 31_337);
  expect(rows(app)).toHaveLength(1);
  expect(gasOf(app)).toEqual([]);
  const payers = [{ chain: 31_337, address: executor, label: "Executor" }];
  app.config.gas = { payers };
  expect(gasOf(app)).toMatchObject([{ transactions: 1, amount: BigInt(rows(app)[0]?.amount ?? 0) }]);
  app.config.gas = { payers: payers.map((payer) => ({ ...payer, chain: 1 })) };
  expect(gasOf(app)).toEqual([]);
});

test("boundary: a transaction counts for the period that its second is in, and its end is no part of it", async () => {
  const world = await startGasWorld();
  await world.deposit(1_000n);
  const app = world.app();
  await readYields(app, 31_337);
  const [{ at = 0 } = {}] = collectBooks(app, EVER).gas[0]?.paid ?? [];
  expect(gasOf(app, { from: at, to: at + 1 })).toHaveLength(1);
  expect(gasOf(app, { from: at - 3_600, to: at })).toEqual([]);
});

const isReceipt = ({ method }: ProxiedRequest) => method === "eth_getTransactionReceipt";

test.each<[string, (result: object) => unknown]>([
  ["of another block", (result) => ({ ...result, blockHash: `0x${"ab".repeat(32)}` })],
  ["of another height", (result) => ({ ...result, blockNumber: "0x1" })],
  ["of another transaction", (result) => ({ ...result, transactionHash: `0x${"cd".repeat(32)}` })],
  ["without what was used", ({ gasUsed: _, ...result }: { gasUsed?: unknown }) => result],
  ["without a sender", (result) => ({ ...result, from: "0x12" })],
  ["of an operator whose charge it does not say", (result) => ({ ...result, operatorFeeScalar: "0x5" })],
  ["that is not there", () => null],
])("error: a receipt %s is none; it is said, and asked for again", async (_, lie) => {
  const world = await startGasWorld();
  const lost = await world.deposit(1_000n);
  const proxy = await startRpcProxy(world.url, {
    change: (request, result) => (isReceipt(request) ? lie(result as object) : result),
  });
  const app = world.app({ urls: [proxy.url] });
  await readYields(app, 31_337);
  expect(rows(app)).toEqual([]);
  expect(gasUnknowns(gasOf(app))).toEqual([
    "The receipts of 1 transaction on Local chain could not be read: their gas is not counted.",
  ]);
  proxy.faults = {};
  await readYields(app, 31_337);
  expect(gasOf(app)).toMatchObject([{ amount: lost, unread: 0 }]);
});

test("error: two providers that tell of a receipt differently are not believed, until one of a third says the same", async () => {
  const world = await startGasWorld();
  const lost = await world.deposit(1_000n);
  const proxy = await startRpcProxy(world.url, {
    change: (request, result) => (isReceipt(request) ? { ...(result as object), gasUsed: "0x1" as Hex } : result),
  });
  const two = world.app({ urls: [proxy.url, world.url] });
  await readYields(two, 31_337);
  expect(rows(two)).toEqual([]);
  const three = world.app({ urls: [proxy.url, world.url, world.url] });
  await readYields(three, 31_337);
  expect(gasOf(three)).toMatchObject([{ amount: lost, unread: 0 }]);
});

test("error: where receipts are refused the reading is done all the same, and they are asked for again", async () => {
  const world = await startGasWorld();
  const lost = await world.deposit(1_000n);
  const proxy = await startRpcProxy(world.url, {
    on: (request) => (isReceipt(request) ? { drop: true } : undefined),
  });
  const app = world.app({ urls: [proxy.url] });
  expect(await readYields(app, 31_337)).toBeGreaterThan(0);
  expect(rows(app)).toEqual([]);
  expect(app.logged.map(({ message }) => message).join()).toContain("cost could not be read");
  const next = world.app();
  await readYields(next, 31_337);
  expect(gasOf(next)).toMatchObject([{ amount: lost }]);
});

test("behavior: a rollup's data fee is part of what was paid, and told apart", async () => {
  const world = await startGasWorld();
  const lost = await world.deposit(1_000n);
  const proxy = await startRpcProxy(world.url, {
    change: (request, result) =>
      isReceipt(request) ? { ...(result as object), l1Fee: "0x2710", operatorFee: "0x64" } : result,
  });
  const app = world.app({ urls: [proxy.url] });
  await readYields(app, 31_337);
  expect(gasOf(app)).toMatchObject([{ amount: lost + 10_100n, data: 10_000n, short: 0 }]);
});

test("error: without a price the cost is known in the coin and said to be unknown in USD", async () => {
  const world = await startGasWorld();
  const lost = await world.deposit(1_000n);
  const app = world.app({ chains: { "31337": { name: "Local chain", finality: { kind: "depth", blocks: 0 } } } });
  await readYields(app, 31_337);
  const accounts = gasOf(app);
  expect(accounts).toMatchObject([{ amount: lost, usd: undefined, unpriced: 1 }]);
  expect(gasUnknowns(accounts)).toEqual([
    "There is no price for ETH at the time of 1 transaction on Local chain: what gas cost in USD is unknown.",
  ]);
});

test("behavior: transactions that left no trace are counted by what the node counts, in one request, and said", async () => {
  const world = await startGasWorld();
  await world.deposit(1_000n);
  const proxy = await startRpcProxy(world.url);
  const app = world.app({ urls: [proxy.url] });
  await readYields(app, 31_337);
  const { timestamp: from } = await chainOf(app).finalized();
  expect(await noteTraceless(app, { from, to: from + 1 }, [])).toEqual([]);
  await world.deposit(1n);
  await world.fail();
  const closing = async () => {
    await readYields(app, 31_337);
    const { number: block, ...end } = await chainOf(app).finalized();
    const period = { from, to: end.timestamp + 1 };
    proxy.posts = 0;
    const notes = await noteTraceless(app, period, [{ chain: 31_337, name: "Local chain", block, ...end }]);
    return { notes, posts: proxy.posts };
  };
  expect(await closing()).toEqual({
    notes: [
      `1 more transaction of ${world.wallet} on Local chain in this period left no trace in the watched positions; its gas is not counted.`,
    ],
    posts: 1,
  });
  await world.fail();
  app.config.treasury.push({ chain: 31_337, address: world.wallet, label: "Wallet" });
  expect((await closing()).notes).toEqual([
    "2 more transactions of Wallet on Local chain in this period left no trace in the watched positions; their gas is not counted.",
  ]);
  proxy.faults.on = ({ method }) =>
    method === "eth_getTransactionCount" ? { error: { code: -32_000, message: "missing trie node" } } : undefined;
  expect((await closing()).notes).toEqual([]);
});

test("behavior: a contract's count is of other things, and nothing is said of it", async () => {
  const world = await startGasWorld();
  const app = world.app();
  const { number } = await chainOf(app).finalized();
  const ends = [await chainOf(app).block(1n), await chainOf(app).block(number)];
  expect(await chainOf(app).sentCounts([world.vault.address, world.executor], ends)).toEqual([undefined, [0, 0]]);
  const elsewhere = { number, hash: ends[0]?.hash ?? "0x" };
  await expect(chainOf(app).sentCounts([world.executor], [elsewhere])).rejects.toThrow(Transient);
});

test("behavior: a receipt that is found after its report was made has the report looked at again", async () => {
  const world = await startGasWorld();
  await world.deposit(1_000n);
  const proxy = await startRpcProxy(world.url, {
    on: (request) => (isReceipt(request) ? { drop: true } : undefined),
  });
  const app = world.app({ urls: [proxy.url] });
  await readYields(app, 31_337);
  const { timestamp } = await chainOf(app).finalized();
  app.set(timestamp + 3_600);
  const report = { name: "daily", from: timestamp - 86_400, to: timestamp + 1, requestedBy: SCHEDULE };
  const { id } = addReport(app.db, { ...report, statement: "{}", createdAt: app.now() });
  proxy.faults = {};
  await bookFees(app, chainOf(app));
  expect(listOutdatedReports(app.db, app.now())).toMatchObject([{ id }]);
});

test("default: a report holds what gas cost and says how many transactions are not in it, in what it stores", async () => {
  const DAY = 86_400;
  const app = createBooksApp(booksConfig({ chains: { "31337": { name: "Local chain", coinPrice: "helio-usd" } } }));
  const { number: block, timestamp: at } = blockAt(MIDNIGHT - 3_600);
  const paid = { chain: 31_337, sender: OWNER, amount: 10n ** 18n, data: 10n ** 17n, block, at };
  addFee(app.db, { ...paid, transaction: `0x${"1".repeat(64)}` });
  app.chain.head = blockAt(MIDNIGHT);
  app.chain.sentCounts = async (accounts) => accounts.map((account) => (account === OWNER ? [3, 6] : undefined));
  const written = await writeReport(app, { name: "daily", period: { from: MIDNIGHT - DAY, to: MIDNIGHT } });
  if (written.state !== "written") throw new Error(`The report is ${written.state}`);
  const { gas, unknowns } = describeReport(app, written.id);
  expect(gas).toMatchObject([{ transactions: 1, amount: 10n ** 18n, usd: 50_000_000n, dataUsd: 5_000_000n }]);
  expect(unknowns).toEqual([
    "2 more transactions of Treasury Safe on Model in this period left no trace in the watched positions; their gas is not counted.",
  ]);
});

test("boundary: a long past is read newest first in requests of fifty; what nobody tells of ends it, and is asked for once a run", async () => {
  const app = createBooksApp();
  const hashOf = (index: number) => `0x${index.toString(16).padStart(64, "0")}` as const;
  immediate(app.db, () => {
    for (let index = 1; index <= 1_120; index += 1)
      addFlow(app.db, {
        ...{ chain: 31_337, transaction: hashOf(index), logIndex: 0, part: 0, position: "vault", leg: "" },
        ...{ direction: "in", token: "dollar", amount: 1n, block: BigInt(index), at: MIDNIGHT + index },
      });
  });
  const asked: string[][] = [];
  const receipt = { used: 1n, price: 1n, dataFee: undefined, operatorFee: undefined, usedForData: undefined };
  const tell = (least: number) => {
    app.chain.gasReceipts = async (sent) => {
      asked.push(sent.map(({ hash }) => hash));
      return sent.map(({ block }) => (block >= least ? { ...receipt, sender: OWNER } : undefined));
    };
  };
  tell(101);
  expect(await bookFees(app, app.chain)).toBe(1_020);
  expect(asked).toHaveLength(22);
  expect([asked[0]?.[0], asked.at(-1)?.length]).toEqual([hashOf(1_120), 50]);
  expect(await bookFees(app, app.chain)).toBe(0);
  expect(asked).toHaveLength(23);
  tell(0);
  expect(await bookFees(app, app.chain)).toBe(100);
  expect(await bookFees(app, app.chain)).toBe(0);
  expect(asked).toHaveLength(25);
});
