import fc from "fast-check";
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

const move = fc.record({
  what: fc.constantFrom("supply", "supply for the other", "withdraw", "withdraw to the other", "transfer"),
  first: fc.boolean(),
  amount: fc.bigInt(1n, 20n * GRAND),
});

test("law: whatever two lenders do, the interest told of them is what they grew richer by, to the rounding", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 8, maxLength: 14 }), async (moves) => {
      const { chain, pool, dollar, lender, other, aToken, debtToken, wait } = await startAave();
      const names = { dollar: dollar.address, aDollar: aToken.address, debt: debtToken.address };
      let [interest, alone] = [0n, 0n];
      const known = { names, places: { [aToken.address]: KNOWN_TOKEN } as const };
      const interestIn = (lines: readonly string[]) =>
        lines
          .filter((line) => line.startsWith("receive/interest"))
          .reduce((sum, line) => sum + BigInt(line.split(" ")[1] as string), 0n);
      const told = async () => {
        const lines = await toldOfNewest(chain.rpc, [lender, other], { names });
        for (const line of lines) if (line.startsWith("receive/")) expect(line).toMatch(/interest|receive_wrapped/);
        interest += interestIn(lines);
        for (const who of [lender, other]) alone += interestIn(await toldOfNewest(chain.rpc, [who], known));
      };
      const send = async (from: Address, what: string, ...args: unknown[]) => {
        await wait(MONTH);
        await (what === "transfer" ? aToken : pool).send(from, what, ...args);
        await told();
      };
      const wealth = async () => {
        let sum = 0n;
        for (const who of [lender, other])
          for (const of of [dollar, aToken]) sum += await of.read<bigint>("balanceOf", who);
        return sum;
      };
      /** Handing a claim on books what has grown for both, in one block. */
      const settle = () => send(lender, "transfer", other, 1n);
      await send(other, "supply", dollar.address, 300n * GRAND, other, 0);
      await settle();
      const atFirst = await wealth();
      [interest, alone] = [0n, 0n];
      for (const { what, first, amount } of moves) {
        const [me, another] = first ? [lender, other] : [other, lender];
        if (what === "supply") await send(me, "supply", dollar.address, amount, me, 0);
        else if (what === "supply for the other") await send(me, "supply", dollar.address, amount, another, 0);
        else if (what === "withdraw") await send(me, "withdraw", dollar.address, amount, me);
        else if (what === "withdraw to the other") await send(me, "withdraw", dollar.address, amount, another);
        else if (what === "transfer") await send(me, "transfer", another, amount);
      }
      await settle();
      const grown = (await wealth()) - atFirst;
      const off = grown - interest;
      // The pool rounds by a smallest unit or two each time.
      expect(off < 40n && off > -40n, `off by ${off}`).toBe(true);
      expect(interest).toBeGreaterThan(0n);
      // Each of them alone is told as much, also of what the other one sent.
      expect(alone).toBe(interest);
    }),
    { numRuns: 3, endOnFailure: true },
  );
});
