import type { Address } from "viem";
import { expect, test } from "vitest";
import { HALF_MILLION, startLending } from "../../../support/aave-market.ts";
import { toldOfNewest } from "../../../support/own-receipt.ts";

const MONTH = 30 * 86_400;
const EVERYTHING = 2n ** 256n - 1n;
const GRAND = 1_000_000_000n;
/** A token pinned for the main network, in whose place the market's own may be put. */
const KNOWN_TOKEN = "0x98C23E9d8f34FEFb1B7BD6a91B7FF122F4e16F5c";

/** Aave's own market, and what is told of its newest transaction; amounts are those of the pool's own logs. */
async function startAave() {
  const market = await startLending();
  const { chain, pool, dollar, ether, lender, borrower, other, aToken, debtToken, wait, tokensOf } = market;
  const names = {
    ...{ dollar: dollar.address, ether: ether.address, aDollar: aToken.address, debt: debtToken.address },
    ...{ aEther: (await tokensOf(ether.address)).aToken.address, lender, borrower, other },
  };
  const told = (...accounts: Address[]) => toldOfNewest(chain.rpc, accounts, { names });
  /** The same, if the market's token were one that is known. */
  const toldAsKnown = (...accounts: Address[]) =>
    toldOfNewest(chain.rpc, accounts, { names, places: { [aToken.address]: KNOWN_TOKEN } });
  /** Something done a month after what was done last. */
  const later = async (from: Address, what: string, ...args: unknown[]) => {
    await wait(MONTH);
    await pool.send(from, what, ...args);
  };
  return { ...market, told, toldAsKnown, later };
}

test("default: what is lent and taken back is told without the interest on it, which is told once", async () => {
  const { dollar, lender, other, told, later } = await startAave();
  await later(lender, "supply", dollar.address, 1_000n, lender, 0);
  expect(await told(lender)).toEqual([
    "deposit/deposit_for_wrapped 1000 dollar aave_v3",
    "receive/receive_wrapped 1000 aDollar aave_v3",
    "receive/interest 2107031963 aDollar aave_v3",
  ]);
  await later(lender, "withdraw", dollar.address, 5_000n, lender);
  expect(await told(lender)).toEqual([
    "spend/return_wrapped 5000 aDollar aave_v3",
    "withdrawal/redeem_wrapped 5000 dollar aave_v3",
    "receive/interest 2115920477 aDollar aave_v3",
  ]);
  await later(lender, "withdraw", dollar.address, HALF_MILLION / 4n, other);
  expect(await told(lender)).toEqual([
    "spend/return_wrapped 125000000000 aDollar aave_v3",
    "receive/interest 2124846469 aDollar aave_v3",
  ]);
  expect(await told(other)).toEqual(["receive/none 125000000000 dollar -"]);
});

test("behavior: who lends for another gave it, and has no claim for it; who was lent for has the claim", async () => {
  const { dollar, lender, other, told, toldAsKnown, later } = await startAave();
  await later(lender, "supply", dollar.address, GRAND, other, 0);
  expect(await told(lender)).toEqual(["deposit/deposit_for_wrapped 1000000000 dollar aave_v3"]);
  expect(await told(lender, other)).toEqual([
    "deposit/deposit_for_wrapped 1000000000 dollar aave_v3 @lender",
    "receive/receive_wrapped 1000000000 aDollar aave_v3 @other",
    "informational/none 0 dollar aave_v3 @other",
  ]);
  await later(lender, "supply", dollar.address, GRAND, other, 0);
  expect(await toldAsKnown(other)).toEqual([
    "receive/receive_wrapped 1000000000 aDollar aave_v3",
    "receive/interest 2109366 aDollar aave_v3",
  ]);
});

test("behavior: a token of the pool that changes hands books the interest of both", async () => {
  const { dollar, lender, other, aToken, told, toldAsKnown, later, wait } = await startAave();
  await later(lender, "supply", dollar.address, GRAND, other, 0);
  await wait(MONTH);
  await aToken.send(lender, "transfer", other, 1_000n);
  expect(await told(lender)).toEqual(["receive/interest 4220843084 aDollar aave_v3", "spend/none 1000 aDollar -"]);
  expect(await toldAsKnown(other)).toEqual(["receive/interest 2109366 aDollar aave_v3", "receive/none 1000 aDollar -"]);
  expect(await told(lender, other)).toEqual([
    "receive/interest 4220843084 aDollar aave_v3 @lender",
    "receive/interest 2109366 aDollar aave_v3 @other",
    "transfer/none 1000 aDollar - @lender",
  ]);
});

test("behavior: a debt's growth is an expense; where it outgrows a repayment it is no income either", async () => {
  const { dollar, borrower, other, told, later } = await startAave();
  await later(borrower, "borrow", dollar.address, 777n, 2, 0, borrower);
  expect(await told(borrower)).toEqual([
    "receive/receive_wrapped 777 debt aave_v3",
    "spend/interest 2111477374 debt aave_v3",
    "receive/generate_debt 777 dollar aave_v3",
  ]);
  await later(borrower, "repay", dollar.address, 5n, 2, borrower);
  expect(await told(borrower)).toEqual([
    "spend/interest 2120394046 debt aave_v3",
    "spend/payback_debt 5 dollar aave_v3",
  ]);
  await later(borrower, "repay", dollar.address, HALF_MILLION / 2n, 2, borrower);
  expect(await told(borrower)).toEqual([
    "spend/return_wrapped 247870651621 debt aave_v3",
    "spend/payback_debt 250000000000 dollar aave_v3",
  ]);
  await later(other, "repay", dollar.address, 50n * GRAND, 2, borrower);
  expect(await told(other)).toEqual(["spend/payback_debt 50000000000 dollar aave_v3"]);
  expect(await told(borrower)).toEqual(["spend/return_wrapped 48917398167 debt aave_v3"]);
  await later(borrower, "repay", dollar.address, EVERYTHING, 2, borrower);
  expect(await told(borrower)).toEqual([
    "spend/return_wrapped 207443822410 debt aave_v3",
    "spend/payback_debt 208319848285 dollar aave_v3",
  ]);
});

test("behavior: a debt paid with the pool's own token: what was lent pays, its interest is income, the debt's is not", async () => {
  const { dollar, borrower, told, later } = await startAave();
  await later(borrower, "supply", dollar.address, 50n * GRAND, borrower, 0);
  await later(borrower, "repayWithATokens", dollar.address, 10n * GRAND, 2);
  expect(await told(borrower)).toEqual([
    "spend/return_wrapped 5768128578 debt aave_v3",
    "receive/interest 100556353 aDollar aave_v3",
    "spend/payback_debt 10000000000 aDollar aave_v3",
  ]);
  await later(borrower, "repayWithATokens", dollar.address, 100n, 2);
  expect(await told(borrower)).toEqual([
    "spend/interest 2087118729 debt aave_v3",
    "receive/interest 79980723 aDollar aave_v3",
    "spend/payback_debt 100 aDollar aave_v3",
  ]);
});

test("behavior: a liquidation is a loss of one side and a trade of the other, whether paid in money or in claims", async () => {
  const { admin, oracle, dollar, ether, lender, borrower, told, later } = await startAave();
  await oracle.send(admin, "setAssetPrice", ether.address, 500n * 10n ** 8n);
  for (const inClaims of [false, true]) {
    await later(lender, "liquidationCall", ether.address, dollar.address, borrower, 10n * GRAND, inClaims);
    expect(await told(borrower)).toEqual([
      expect.stringMatching(/^spend\/payback_debt \d+ debt aave_v3$/),
      "loss/liquidate 21000000000000000000 aEther aave_v3",
    ]);
    expect((await told(lender)).filter((line) => !line.startsWith("informational"))).toEqual([
      `trade/receive 21000000000000000000 ${inClaims ? "aEther" : "ether"} aave_v3`,
      "trade/spend 10000000000 dollar aave_v3",
    ]);
  }
});
