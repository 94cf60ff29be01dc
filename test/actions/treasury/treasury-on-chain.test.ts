import { erc20Abi, numberToHex } from "viem";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findQuote } from "../../../db/quotes.ts";
import { callContract } from "../../../sandbox/chain/call-contract.ts";
import { TREASURY_MOVES } from "../../../sandbox/chain/heliogrid.ts";
import { startWorld } from "../../../sandbox/chain/world.ts";
import { describeIncome } from "../../../src/actions/treasury/describe-income.ts";
import { describePosition } from "../../../src/actions/treasury/describe-position.ts";
import { describeRisk } from "../../../src/actions/treasury/describe-risk.ts";
import { readPositions } from "../../../src/actions/yields/read-positions.ts";
import { MONTH } from "../../../src/core/seconds.ts";
import { flowsOf } from "../../support/rows.ts";
import { createWorldApp } from "../../support/world-app.ts";
import { createWorldReader } from "../../support/world-reader.ts";

let started: Awaited<ReturnType<typeof startWorld>>;

beforeAll(async () => {
  started = await startWorld();
});
afterAll(() => started.stop());

const DAY = 86_400;

/** The world's books, read now, a day and twenty-five days ago, and in the very block of each payment since. */
async function appWithBooks() {
  const app = await createWorldApp(started.world);
  const chain = app.chains.get(31_337);
  const last = await chain.finalized();
  await readPositions(app, 31_337, last);
  const first = await chain.blockAt(last.timestamp - 25 * DAY);
  const moved = flowsOf(app.db, "reserve").filter(({ block }) => block > first.number);
  await readPositions(app, 31_337, await chain.blockAt(last.timestamp - DAY));
  for (const number of [first.number, ...moved.map(({ block }) => block)])
    await readPositions(app, 31_337, await chain.block(number));
  return { app, first, last, moved };
}

test("default: read at each payment, a vault's time-weighted return is what its own share price and the feed grew by", async () => {
  const { app, first, last, moved } = await appWithBooks();
  const { read } = createWorldReader(started.world);
  const shareAt = (block: bigint) => read<bigint>("vault", "convertToAssets", [10n ** 24n], Number(block));
  const dollarAt = (block: bigint) => findQuote(app.db, "dollar-usd", block)?.answer ?? 0n;
  const returned = describePosition(app, "reserve").spans.at(-1)?.returned;
  const [before, after] = [await shareAt(first.number), await shareAt(last.number)];
  const grown = (Number(after) * Number(dollarAt(last.number))) / (Number(before) * Number(dollarAt(first.number)));
  expect(moved.length).toBeGreaterThan(1);
  expect(returned?.isExact).toBe(true);
  expect(Number(returned?.timeWeighted ?? 0n) / 1e27).toBeCloseTo(grown - 1, 9);
  // More money was there when it grew than at first, so that the two differ.
  expect(returned?.moneyWeighted).not.toBe(returned?.timeWeighted);
});

test("default: of all the treasury's movements only its payment is spent, and no leg of the world lacks a value", async () => {
  const { app, last } = await appWithBooks();
  const risk = describeRisk(app);
  const dollar = findQuote(app.db, "dollar-usd", last.number)?.answer ?? 0n;
  const inUsd = (amount: bigint) => Number(amount * dollar) / 1e14;
  const payment = TREASURY_MOVES.find(({ kind }) => kind === "pay")?.amount ?? 0n;
  const { aaveDollarDebt, safe } = started.world.addresses;
  const owed = { to: aaveDollarDebt, abi: erc20Abi, functionName: "balanceOf", args: [safe] };
  expect(risk).toMatchObject({ unpriced: [], unread: [], runway: { state: "known" } });
  const debt = await callContract<bigint>(app.rpc, owed, numberToHex(last.number));
  expect(Number(risk.owed) / 1e8).toBeCloseTo(inUsd(debt), 6);
  expect(risk.debts).toMatchObject([{ label: "Aave tUSD · debt", health: { state: "known", band: "fine" } }]);
  const { burn } = risk.runway as Extract<typeof risk.runway, { state: "known" }>;
  // It was paid at the price of its own time, which is within a hundredth of the last one.
  expect((Number(burn.perMonth) * (burn.seconds / MONTH)) / 1e8 / inUsd(payment)).toBeCloseTo(1, 2);
  expect(risk.byAsset?.parts.map(({ name }) => name)).toEqual(["tUSD", "HELIO"]);
  const protocols = ["Reserve Vault", "Aave v3", "StakingRewards", "Uniswap v2", "Uniswap v3"];
  expect(risk.byProtocol?.parts.map(({ name }) => name)).toEqual(protocols);
  expect(risk.pegs).toMatchObject([{ symbol: "tUSD", peg: { band: "held" } }]);
  const month = describeIncome(app).spans[1];
  const yields = month?.sources.filter(({ kind }) => kind === "yield") ?? [];
  expect(yields.map(({ label, total }) => [label, (total ?? 0n) > 0n])).toEqual([
    ["Reserve vault", true],
    ["Aave tUSD", true],
    ["Dollars", false],
    // Operator fees.
    ["HELIO", true],
    ["HELIO/tUSD pool", true],
    ["HELIO/tUSD range", true],
    ["HELIO farm", true],
  ]);
});
