import type { Address } from "viem";
import { expect, test } from "vitest";
import { published } from "../../../sandbox/chain/artifact.ts";
import { collectBooks } from "../../../src/actions/books/collect-books.ts";
import { positionApp } from "../../support/position-app.ts";
import { startProtocolChain } from "../../support/protocol-chain.ts";
import { flowsOf } from "../../support/rows.ts";
import { setBalance } from "../../support/set-balance.ts";

const walletCode = published("@openzeppelin/contracts/build/contracts/VestingWallet.json");
const coinCode = published("@uniswap/v2-core/build/ERC20.json");

const DAY = 86_400;
const at = (day: string) => Date.parse(`${day}T00:00:00Z`) / 1_000;

/** A grant of 731 coins to the holder over 731 days: from the first of 2027, it lasts two years. The chain's own time is January 2027. */
async function startGrant(settings: object = {}, since = "2027-01-01") {
  const chain = await startProtocolChain();
  const [giver, holder, other] = chain.accounts as [Address, Address, Address];
  const coin = await chain.deploy(coinCode, 10n ** 6n);
  const wallet = await chain.deploy(walletCode, holder, at(since), 731 * DAY);
  await coin.send(giver, "transfer", wallet.address, 731n);
  const position = { kind: "vesting", wallet: wallet.address, contract: coin.address, holder, token: "coin" };
  const books = positionApp(chain.url, { ...position, ...settings }, { coin: coin.address });
  const readAt = async (day: string) => {
    await chain.rpc("evm_setNextBlockTimestamp", at(day));
    await chain.rpc("evm_mine");
    return books.read();
  };
  return { chain, giver, holder, other, coin, wallet, books, readAt };
}

test("default: what unlocks when is what OpenZeppelin's own wallet will release, by month, and the rest at the end", async () => {
  const { books, readAt } = await startGrant();
  await readAt("2027-02-01");
  const [grant] = collectBooks(books.app, { from: 0, to: Number.MAX_SAFE_INTEGER }).positions;
  const { amount, shares, unlocks } = grant?.readings.at(-1) ?? {};
  expect([amount, shares]).toEqual([731n, 731n]);
  // 31 days are over; each month has as many coins as days, and ten months and a year come after November.
  expect(unlocks).toEqual([
    { at: at("2027-02-01"), amount: 31n },
    { at: at("2027-03-01"), amount: 28n },
    { at: at("2027-04-01"), amount: 31n },
    { at: at("2027-05-01"), amount: 30n },
    { at: at("2027-06-01"), amount: 31n },
    { at: at("2027-07-01"), amount: 30n },
    { at: at("2027-08-01"), amount: 31n },
    { at: at("2027-09-01"), amount: 31n },
    { at: at("2027-10-01"), amount: 30n },
    { at: at("2027-11-01"), amount: 31n },
    { at: at("2027-12-01"), amount: 30n },
    { at: at("2028-01-01"), amount: 31n },
    { at: at("2029-01-01"), amount: 366n },
  ]);
});

test("default: what vests is no income, and what is released is taken out, to the unit", async () => {
  const { giver, coin, wallet, holder, books, readAt } = await startGrant();
  await readAt("2027-02-01");
  await wallet.send(giver, "release", coin.address);
  await coin.send(giver, "transfer", wallet.address, 100n);
  await readAt("2028-10-01");
  const released = await coin.read<bigint>("balanceOf", holder);
  expect(released).toBe(31n);
  expect(books.earned()).toMatchObject({
    ...{ opening: 731n, closing: 800n, paidIn: 100n, takenOut: released },
    ...{ unexplained: 0n, converted: 0n, income: 0n },
  });
  const unlocks = books.reading()?.unlocks ?? [];
  expect(unlocks[0]).toEqual({ at: at("2028-10-01"), amount: await wallet.read("releasable", coin.address) });
  expect(unlocks.map((one) => one.at).slice(1)).toEqual(
    ["2028-11-01", "2028-12-01", "2029-01-01"].map((day) => at(day)),
  );
  expect(unlocks.reduce((sum, one) => sum + one.amount, 0n)).toBe(800n);
});

test("boundary: nothing is due before the beginning, and all of it at the end", async () => {
  const early = await startGrant({}, "2027-03-01");
  await early.readAt("2027-02-01");
  expect(early.books.reading()?.unlocks?.[0]).toEqual({ at: at("2027-04-01"), amount: 31n });
  const { books, readAt, wallet, coin, giver } = await startGrant();
  await readAt("2029-01-01");
  expect(books.reading()?.unlocks).toEqual([{ at: at("2029-01-01"), amount: 731n }]);
  await wallet.send(giver, "release", coin.address);
  await books.read();
  expect(books.reading()).toMatchObject({ amount: 0n, unlocks: [] });
  expect(flowsOf(books.app.db, "here").map(({ direction, amount }) => [direction, amount])).toEqual([
    ["in", 731n],
    ["out", 731n],
  ]);
});

test("behavior: what is in the wallet and came by no log is unexplained, and unlocks with the rest", async () => {
  const { chain, coin, wallet, books, readAt } = await startGrant();
  await readAt("2027-02-01");
  await setBalance(chain.rpc, coin.address, wallet.address, 1_462n);
  await books.read();
  expect(books.earned()).toMatchObject({ unexplained: 731n, income: 0n });
  expect(books.reading()?.unlocks?.[0]?.amount).toBe(62n);
});

test("error: a wallet that pays somebody else, and a contract that is none, are not read", async () => {
  const { wallet, holder, other, coin, books, readAt } = await startGrant();
  await wallet.send(holder, "transferOwnership", other);
  expect(await readAt("2027-02-01")).toContain(" pays 0x");
  expect(books.reading()).toBeUndefined();
  const wrong = await startGrant({ wallet: coin.address });
  expect(await wrong.readAt("2027-02-01")).toContain("beneficiary of");
});
