import type { Address } from "viem";
import { expect, test } from "vitest";
import { positionApp } from "../../support/position-app.ts";
import { startProtocolChain } from "../../support/protocol-chain.ts";
import { yieldFixture } from "../../support/yield-fixtures.ts";

const ONE = 10n ** 18n;

async function startReth() {
  const chain = await startProtocolChain();
  const [whale, holder, other] = chain.accounts as [Address, Address, Address];
  const reth = await chain.deploy(await yieldFixture("Reth"));
  await reth.send(whale, "mint", 900n * ONE);
  await reth.send(holder, "mint", 100n * ONE);
  const books = positionApp(
    chain.url,
    { kind: "reth", contract: reth.address, holder, token: "ether", quoted: "3.25 %" },
    ["ether"],
  );
  return { chain, whale, holder, other, reth, books };
}

test("default: what the redemption rate grows by is income, to the wei", async () => {
  const { whale, holder, other, reth, books } = await startReth();
  await books.read();
  await reth.send(whale, "report", 1_050n * ONE);
  await books.read();
  expect(books.earned()).toMatchObject({ opening: 100n * ONE, closing: 105n * ONE, income: 5n * ONE, unexplained: 0n });
  // What the config says was promised.
  expect(books.reading()?.quoted).toBe(325n * 10n ** 23n);
  await reth.send(holder, "transfer", other, 20n * ONE);
  await reth.send(holder, "burn", 10n * ONE);
  await books.read();
  expect(books.earned()).toMatchObject({ takenOut: (315n * ONE) / 10n, income: 5n * ONE, unexplained: 0n });
});

test("behavior: a rate that halves is a loss of half", async () => {
  const { whale, reth, books } = await startReth();
  await books.read();
  await reth.send(whale, "report", 500n * ONE);
  await books.read();
  expect(books.earned()).toMatchObject({ income: -50n * ONE, unexplained: 0n, closing: 50n * ONE });
});
