import type { Address } from "viem";
import { expect, test } from "vitest";
import { published } from "../../../sandbox/chain/artifact.ts";
import { positionApp } from "../../support/position-app.ts";
import { startProtocolChain } from "../../support/protocol-chain.ts";
import { setBalance } from "../../support/set-balance.ts";

const code = published("@uniswap/v2-core/build/ERC20.json");

/** A token of which the holder was paid 100, sent on 30, and was read before, between and after. */
async function startBalance(settings: object = {}) {
  const chain = await startProtocolChain();
  const [payer, holder, other] = chain.accounts as [Address, Address, Address];
  const coin = await chain.deploy(code, 10n ** 6n);
  const books = positionApp(
    chain.url,
    { kind: "balance", contract: coin.address, holder, token: "coin", ...settings },
    { coin: coin.address },
  );
  await books.read();
  await coin.send(payer, "transfer", holder, 100n);
  await coin.send(holder, "transfer", holder, 7n);
  await books.read();
  await coin.send(holder, "transfer", other, 30n);
  await books.read();
  const change = async (amount: bigint) => {
    await setBalance(chain.rpc, coin.address, holder, amount);
    await books.read();
  };
  return { books, change };
}

test("default: what comes and goes is principal, to the unit, and nothing is earned", async () => {
  const { books } = await startBalance();
  expect(books.earned()).toMatchObject({
    ...{ opening: 0n, closing: 70n, paidIn: 100n, takenOut: 30n, unexplained: 0n, converted: 0n, income: 0n },
  });
});

test.each([
  ["more", 71n, 1n],
  ["less", 60n, -10n],
  ["nothing", 0n, -70n],
])("behavior: %s than the transfers make of it is unexplained, and no income", async (_, amount, unexplained) => {
  const { books, change } = await startBalance();
  await change(amount);
  expect(books.earned()).toMatchObject({ closing: amount, unexplained, income: 0n });
});

test("behavior: of a token that rebases it is income, and a negative rebase a loss", async () => {
  const { books, change } = await startBalance({ rebases: true });
  await change(90n);
  expect(books.earned()).toMatchObject({ closing: 90n, income: 20n, unexplained: undefined });
  await change(60n);
  expect(books.earned("", 3, 4)).toMatchObject({ income: -30n });
});

test("error: a balance of another token than the config's is not read: its amounts would get the wrong decimals", async () => {
  const chain = await startProtocolChain();
  const [, holder] = chain.accounts as [Address, Address];
  const coin = await chain.deploy(code, 10n ** 6n);
  const wrong = positionApp(chain.url, { kind: "balance", contract: coin.address, holder, token: "coin" });
  expect(await wrong.read()).toContain("It is of the token");
});
