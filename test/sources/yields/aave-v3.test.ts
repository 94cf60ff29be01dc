import type { Address } from "viem";
import { expect, test } from "vitest";
import { BORROW_RATE, startAaveMarket } from "../../support/aave-market.ts";
import { earningsOf, readNow } from "../../support/earnings-of.ts";
import { positionsApp } from "../../support/protocol-chain.ts";
import { flowsOf } from "../../support/rows.ts";

const DAY = 86_400;
const RAY = 10n ** 27n;
const MILLION = 10n ** 12n;
const HALF_MILLION = MILLION / 2n;

/** A market in which half of a million supplied dollars is borrowed against ether, so that suppliers earn 2.56 % a year. */
async function startLending() {
  const market = await startAaveMarket();
  const { chain, pool, dollar, ether, tokensOf } = market;
  const [, lender, borrower, other] = chain.accounts as [Address, Address, Address, Address];
  const { aToken, debtToken } = await tokensOf(dollar.address);
  const aave = { kind: "aave-v3", asset: dollar.address, token: "dollar" };
  const app = positionsApp(
    chain.url,
    {
      lent: { ...aave, supply: aToken.address, holder: lender },
      owed: { ...aave, debt: debtToken.address, holder: borrower },
    },
    { dollar: { address: dollar.address, decimals: 6 } },
  );
  await pool.send(lender, "supply", dollar.address, MILLION, lender, 0);
  await pool.send(borrower, "supply", ether.address, 1_000n * 10n ** 18n, borrower, 0);
  await pool.send(borrower, "borrow", dollar.address, HALF_MILLION, 2, 0, borrower);
  const wait = async (seconds: number) => {
    const { timestamp } = await chain.rpc<{ timestamp: string }>("eth_getBlockByNumber", "latest", false);
    await chain.rpc("evm_mine", { timestamp: Number(timestamp) + seconds });
  };
  return { ...market, lender, borrower, other, aToken, debtToken, app, wait };
}

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

function within(difference: bigint, most: bigint): boolean {
  return difference <= most && -difference <= most;
}
