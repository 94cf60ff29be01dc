import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { type Address, concat, getAddress, type Hex, pad, toHex } from "viem";
import { expect, test } from "vitest";
import type { Artifact } from "../../../sandbox/chain/artifact.ts";
import { collectBooks } from "../../../src/actions/books/collect-books.ts";
import { readPositions } from "../../../src/actions/yields/read-positions.ts";
import { aaveV3 } from "../../../src/sources/yields/aave-v3/aave-v3.ts";
import { BORROW_RATE, HALF_MILLION, MILLION, startLending } from "../../support/aave-market.ts";
import { compileFolder } from "../../support/compile.ts";
import { earningsOf, readingOf, readNow } from "../../support/earnings-of.ts";
import { positionsApp } from "../../support/protocol-chain.ts";
import { flowsOf } from "../../support/rows.ts";

const DAY = 86_400;
const RAY = 10n ** 27n;
const COIN: Address = "0x7777777777777777777777777777777777777777";

/** What is owed on an amount after some seconds, as the market publishes it: compounding each second in three terms, the powers of the rate floored. */
function interestOwed(amount: bigint, seconds: bigint): bigint {
  const year = 31_536_000n;
  const squared = (BORROW_RATE * BORROW_RATE) / RAY / year ** 2n;
  const cubed = (squared * BORROW_RATE + RAY / 2n) / RAY / year;
  const pairs = seconds * (seconds - 1n);
  const grown = (BORROW_RATE * seconds) / year + (pairs * squared) / 2n + (pairs * (seconds - 2n) * cubed) / 6n;
  return (amount * grown + RAY / 2n) / RAY;
}

test("default: thirty days at 2.56 % earn what the formula says, and the borrower owes what it says, to the last unit", async () => {
  const { app, wait } = await startLending();
  const opening = await readNow(app);
  await wait(30 * DAY);
  const closing = await readNow(app);
  const lent = earningsOf(app, "lent", "supplied", opening, closing);
  const index = RAY + (((256n * RAY) / 10_000n) * BigInt(30 * DAY)) / 31_536_000n;
  expect(lent).toMatchObject({ opening: MILLION, paidIn: 0n, takenOut: 0n, unexplained: 0n, converted: 0n });
  expect(lent.closing).toBe((MILLION * index + RAY / 2n) / RAY);
  expect(lent.income).toBe(2_104_109_589n);
  const owed = earningsOf(app, "owed", "debt", opening, closing);
  expect(owed).toMatchObject({ opening: -HALF_MILLION, paidIn: 0n, takenOut: 0n, unexplained: 0n });
  expect(owed.income).toBe(-interestOwed(HALF_MILLION, BigInt(30 * DAY)));
});

test("default: what comes, goes and changes hands is no income; interest is, to the unit the market rounds each movement by", async () => {
  const { app, wait, chain, pool, aToken, dollar, lender, other } = await startLending();
  const opening = await readNow(app);
  let [earned, moves] = [0n, 0n];
  let [scaled, index] = [MILLION, await pool.read<bigint>("getReserveNormalizedIncome", dollar.address)];
  const worth = (at: bigint) => (scaled * at + RAY / 2n) / RAY;
  const look = async () => {
    const now = await pool.read<bigint>("getReserveNormalizedIncome", dollar.address);
    earned += worth(now) - worth(index);
    [scaled, index] = [await aToken.read<bigint>("scaledBalanceOf", lender), now];
  };
  const move = async (work: Promise<void>) => {
    await work;
    await look();
    moves += 1n;
  };
  await wait(30 * DAY);
  await move(pool.send(lender, "withdraw", dollar.address, 1_000_000n, lender));
  await move(pool.send(lender, "withdraw", dollar.address, 5_000_000_001n, other));
  await wait(7 * DAY);
  await move(aToken.send(lender, "transfer", other, 123_456_789_012n));
  await move(pool.send(other, "supply", dollar.address, 777_777_777n, lender, 0));
  await wait(DAY);
  await move(aToken.send(other, "transfer", lender, 1_000_000_007n));
  await move(aToken.send(lender, "transfer", lender, 55n));
  await wait(3 * DAY);
  await chain.rpc("evm_mine");
  const closing = await readNow(app);
  await look();
  const flows = flowsOf(app.db, "lent").map(({ direction, amount }) => [direction, amount]);
  expect(flows.slice(1)).toEqual([
    ["out", 1_000_000n],
    ["out", 5_000_000_001n],
    ["out", 123_456_789_012n],
    ["in", 777_777_777n],
    ["in", 1_000_000_007n],
  ]);
  const books = earningsOf(app, "lent", "supplied", opening, closing);
  expect(books).toMatchObject({ unexplained: 0n, closing: await aToken.read<bigint>("balanceOf", lender) });
  expect(within((books.income ?? 0n) - earned, moves)).toBe(true);
  expect(earned).toBeGreaterThan(2_500_000_000n);
});

test("law: whatever is moved, and whenever it is read, income is the interest the market's index tells, a unit for each movement aside", async () => {
  const move = fc.record({
    kind: fc.constantFrom("withdraw", "supply", "give", "take", "read"),
    amount: fc.bigInt({ min: 10n, max: MILLION / 40n }),
    seconds: fc.nat({ max: 9 * DAY }),
  });
  const { app, wait, pool, aToken, dollar, lender, other } = await startLending();
  await pool.send(other, "supply", dollar.address, MILLION, other, 0);
  const work: Record<string, (amount: bigint) => Promise<unknown>> = {
    withdraw: (amount) => pool.send(lender, "withdraw", dollar.address, amount, lender),
    supply: (amount) => pool.send(other, "supply", dollar.address, amount, lender, 0),
    give: (amount) => aToken.send(lender, "transfer", other, amount),
    take: (amount) => aToken.send(other, "transfer", lender, amount),
    read: () => readNow(app),
  };
  const indexNow = () => pool.read<bigint>("getReserveNormalizedIncome", dollar.address);
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 8, maxLength: 16 }), async (moves) => {
      const opening = await readNow(app);
      let [earned, scaled, index] = [0n, await aToken.read<bigint>("scaledBalanceOf", lender), await indexNow()];
      const worth = (at: bigint) => (scaled * at + RAY / 2n) / RAY;
      for (const { kind, amount, seconds } of [...moves, { kind: "read", amount: 0n, seconds: DAY }]) {
        await wait(seconds + 1);
        await work[kind]?.(amount);
        const now = await indexNow();
        earned += worth(now) - worth(index);
        [scaled, index] = [await aToken.read<bigint>("scaledBalanceOf", lender), now];
      }
      const books = earningsOf(app, "lent", "supplied", opening, await readNow(app));
      expect(books.unexplained).toBe(0n);
      expect(within((books.income ?? 0n) - earned, BigInt(moves.length))).toBe(true);
    }),
    { numRuns: 6 },
  );
});

test("behavior: a withdrawal of less than the interest, which the token tells as a Mint, is the withdrawal", () => {
  const [holder, token] = [COIN, getAddress(`0x${"1".repeat(40)}`)];
  const settings = { kind: "aave-v3", chain: 1, label: "Lent", protocol: "Aave v3", asset: token, token: "dollar" };
  const source = aaveV3.bind("lent", { ...settings, supply: token, holder, fromBlock: 0 } as never);
  // As Ethereum holds it: 20,000 were withdrawn, 33,086.007538 had accrued.
  const log = {
    address: token,
    topics: [
      "0x458f5fa412d0f69b08dd84872b0215675cc67bc1d5b6fd93300a1c3878b86196",
      pad(holder.toLowerCase() as Hex),
      pad(holder.toLowerCase() as Hex),
    ],
    data: concat([13_086_007_538n, 33_086_007_538n, RAY].map((value) => toHex(value, { size: 32 }))),
    ...{ transactionHash: `0x${"8".repeat(64)}`, logIndex: 3, blockNumber: 9n, timestamp: 1 },
  };
  expect(source.decode([log as never])).toMatchObject([{ leg: "supplied", direction: "out", amount: 20_000_000_000n }]);
});

test("default: a debt that is repaid, by oneself, another or with aTokens, cost its interest and nothing else", async () => {
  const { app, wait, pool, dollar, borrower, other, debtToken } = await startLending();
  const opening = await readNow(app);
  await wait(10 * DAY);
  await pool.send(borrower, "repay", dollar.address, 300_000_000n, 2, borrower);
  await pool.send(other, "repay", dollar.address, 5_000_000_000n, 2, borrower);
  await wait(DAY);
  await pool.send(borrower, "borrow", dollar.address, 1_000_000_000n, 2, 0, borrower);
  await pool.send(borrower, "supply", dollar.address, 50_000_000n, borrower, 0);
  await pool.send(borrower, "repayWithATokens", dollar.address, 40_000_000n, 2);
  await wait(DAY);
  const closing = await readNow(app);
  const flows = flowsOf(app.db, "owed").map(({ direction, amount }) => [direction, amount]);
  expect(flows.slice(1)).toEqual([
    ["in", 300_000_000n],
    ["in", 5_000_000_000n],
    ["out", 1_000_000_000n],
    ["in", 40_000_000n],
  ]);
  const owed = await debtToken.read<bigint>("balanceOf", borrower);
  const books = earningsOf(app, "owed", "debt", opening, closing);
  expect(books).toMatchObject({ closing: -owed, unexplained: 0n });
  expect(books.income).toBe(-(owed - HALF_MILLION - 1_000_000_000n + 5_340_000_000n));
  expect(books.income).toBeLessThan(-800_000_000n);
});

test("default: what the pool pays and asks, and how safe it says the debt is, stand beside what is held", async () => {
  const { app, wait, pool, dollar, lender, borrower } = await startLending();
  await wait(30 * DAY);
  const block = await readNow(app);
  // The pool asks 5.12 % of half of what it was lent.
  const seen = (position: string, leg: string) => readingOf(app, position, leg, block);
  expect(seen("lent", "supplied")).toMatchObject({ quoted: (256n * RAY) / 10_000n, health: null });
  const told = await pool.read<bigint[]>("getUserAccountData", borrower);
  expect(seen("owed", "debt")).toMatchObject({ quoted: BORROW_RATE, health: told.at(-1) });
  // What statements are made of has it as well.
  const { positions } = collectBooks(app, { from: 0, to: Number.MAX_SAFE_INTEGER });
  const owed = positions.find(({ position }) => position === "owed");
  expect(owed?.readings.at(-1)).toMatchObject({ quoted: BORROW_RATE, health: told.at(-1) });
  // 85 in a hundred of two million dollars of ether, for half a million and a month's interest.
  expect(Number(told.at(-1)) / 1e18).toBeCloseTo(3.4 / (1 + (0.0512 * 30) / 365), 3);
  await pool.send(borrower, "repay", dollar.address, 2n ** 256n - 1n, 2, borrower);
  await pool.send(lender, "withdraw", dollar.address, MILLION / 2n, lender);
  const after = await readNow(app);
  expect(readingOf(app, "owed", "debt", after)).toMatchObject({ amount: 0n, quoted: expect.any(BigInt), health: null });
  expect(readingOf(app, "lent", "supplied", after)?.quoted).toBe(0n);
});

test("default: incentives are what the controller owes on both tokens; a claim takes them out", async () => {
  const { chain, wait, dollar, aToken, debtToken, borrower, other } = await startLending();
  const contracts = await compileFolder(fileURLToPath(new URL("../../fixtures/markets/", import.meta.url)));
  const controller = await chain.deploy(contracts.get("Incentives") as Artifact, COIN, 11n);
  const earning = positionsApp(
    chain.url,
    {
      both: {
        ...{ kind: "aave-v3", asset: dollar.address, token: "dollar", holder: borrower },
        ...{ supply: aToken.address, debt: debtToken.address },
        incentives: { controller: controller.address, reward: COIN, token: "coin" },
      },
    },
    { dollar: { address: dollar.address, decimals: 6 }, coin: { address: COIN } },
  );
  const opening = await readNow(earning);
  await wait(DAY);
  await controller.send(borrower, "claimAllRewards", [aToken.address, debtToken.address], other);
  await wait(DAY);
  const closing = await readNow(earning);
  const books = earningsOf(earning, "both", "incentives", opening, closing);
  expect(books).toMatchObject({ closing: 22n * BigInt(DAY), income: 22n * BigInt(2 * DAY + 3_600) });
  expect(earningsOf(earning, "both", "debt", opening, closing)).toMatchObject({ paidIn: 0n, unexplained: 0n });
});

test("behavior: a liquidation repays and takes collateral, and is neither income nor unexplained", async () => {
  const { chain, wait, pool, oracle, dollar, ether, tokensOf, borrower, other, admin } = await startLending();
  const { aToken } = await tokensOf(ether.address);
  const position = { kind: "aave-v3", asset: ether.address, token: "ether", supply: aToken.address };
  const app = positionsApp(
    chain.url,
    { taken: { ...position, holder: borrower }, won: { ...position, holder: other } },
    { ether: { address: ether.address } },
  );
  const opening = await readNow(app);
  await wait(DAY);
  await oracle.send(admin, "setAssetPrice", ether.address, 550n * 10n ** 8n);
  await pool.send(other, "liquidationCall", ether.address, dollar.address, borrower, 100_000_000_000n, true);
  const closing = await readNow(app);
  const taken = earningsOf(app, "taken", "supplied", opening, closing);
  const won = earningsOf(app, "won", "supplied", opening, closing);
  expect(taken).toMatchObject({ income: 0n, unexplained: 0n, paidIn: 0n });
  expect(won).toMatchObject({ income: 0n, unexplained: 0n, takenOut: 0n, paidIn: taken.takenOut });
  // 100,000 dollars of ether at 550, and five in a hundred on top.
  expect(taken.takenOut).toBe((100_000n * 10n ** 18n * 105n) / 55_000n);
});

test("behavior: a market that is paused is read as ever, and goes on earning", async () => {
  const { app, wait, configurator, admin, dollar } = await startLending();
  const opening = await readNow(app);
  await configurator.send(admin, "setReservePause", dollar.address, true);
  await wait(DAY);
  const closing = await readNow(app);
  const seconds = BigInt(DAY + 3_600);
  const { income } = earningsOf(app, "lent", "supplied", opening, closing);
  expect(income).toBe(((MILLION * 256n * seconds) / 10_000n + 31_536_000n / 2n) / 31_536_000n);
});

test("error: a token of another reserve is not read as one of this", async () => {
  const { chain, dollar, ether, tokensOf, lender } = await startLending();
  const { aToken } = await tokensOf(ether.address);
  const wrong = { kind: "aave-v3", asset: dollar.address, token: "dollar", supply: aToken.address, holder: lender };
  const app = positionsApp(chain.url, { wrong }, { dollar: { address: dollar.address, decimals: 6 } });
  const { unread } = await readPositions(app, 31_337, await app.chains.get(31_337).finalized());
  expect(unread).toEqual([{ name: "wrong", reason: expect.stringContaining("is not a token of the reserve") }]);
});

test.each(["supply", "debt"] as const)("error: what is no %s of the reserve is not read as it", async (key) => {
  const { chain, dollar, aToken, debtToken, lender } = await startLending();
  const other = key === "supply" ? debtToken.address : aToken.address;
  const wrong = { kind: "aave-v3", asset: dollar.address, token: "dollar", [key]: other, holder: lender };
  const app = positionsApp(chain.url, { wrong }, { dollar: { address: dollar.address, decimals: 6 } });
  const { unread } = await readPositions(app, 31_337, await app.chains.get(31_337).finalized());
  expect(unread).toEqual([{ name: "wrong", reason: expect.stringContaining("what suppliers hold of the reserve") }]);
});

function within(difference: bigint, most: bigint): boolean {
  return difference <= most && -difference <= most;
}
