import { fileURLToPath } from "node:url";
import type { Address } from "viem";
import { expect, test } from "vitest";
import type { Artifact } from "../../../sandbox/chain/artifact.ts";
import { compileFolder } from "../../support/compile.ts";
import { positionApp } from "../../support/position-app.ts";
import { startProtocolChain } from "../../support/protocol-chain.ts";

const contracts = await compileFolder(fileURLToPath(new URL("../../fixtures/vaults/", import.meta.url)));

/** OpenZeppelin's vault of a coin, in which somebody else has a million and the holder nothing yet. */
async function startVault({ decimals = 6, toll = 0n } = {}) {
  const chain = await startProtocolChain();
  const [other, holder] = chain.accounts as [Address, Address];
  const of = (name: string) => contracts.get(name) as Artifact;
  const coin = await chain.deploy(of("TollCoin"), decimals, toll);
  const vault = await chain.deploy(of("SavingsVault"), coin.address);
  const unit = 10n ** BigInt(decimals);
  for (const account of [other, holder]) await coin.send(account, "approve", vault.address, 10n ** 60n);
  await coin.send(other, "transfer", holder, 10_000n * unit);
  await vault.send(other, "deposit", 1_000_000n * unit, other);
  const books = (settings: object = {}) =>
    positionApp(
      chain.url,
      { kind: "erc4626", vault: vault.address, holder, token: "coin", ...settings },
      { coin: coin.address },
    );
  return { chain, other, holder, coin, vault, unit, books };
}

test.each([0, 6, 27])("default: of a coin with %i decimals, what the shares grow by is income", async (decimals) => {
  const { other, holder, coin, vault, unit, books } = await startVault({ decimals });
  const here = books();
  await here.read();
  await vault.send(holder, "deposit", 1_000n * unit, holder);
  await coin.send(other, "transfer", vault.address, 10_010n * unit);
  await vault.send(holder, "withdraw", 100n * unit, holder, holder);
  await here.read();
  const { closing, unexplained, income = 0n } = here.earned();
  expect(closing).toBe(await vault.read("convertToAssets", await vault.read("balanceOf", holder)));
  expect(unexplained).toBe(0n);
  // A hundredth of a thousand; the vault rounds against its holders.
  expect(10n * unit - income).toBeLessThanOrEqual(2n);
  expect(income).toBeLessThanOrEqual(10n * unit);
});

test("behavior: a donation that doubles every share is income of one period, and a share price that halves a loss", async () => {
  const { other, holder, coin, vault, unit, books } = await startVault();
  const here = books();
  await vault.send(holder, "deposit", 1_000n * unit, holder);
  await here.read();
  await coin.send(other, "transfer", vault.address, 1_001_000n * unit);
  await here.read();
  expect(here.earned("", 0, 1)).toMatchObject({ income: 1_000n * unit - 1n, unexplained: 0n });
  await vault.send(other, "lose", 1_001_000n * unit);
  await here.read();
  expect(here.earned("", 1, 2)).toMatchObject({ income: -1_000n * unit + 1n, unexplained: 0n });
});

test("behavior: what a vault keeps of a withdrawal is a loss, and not shares that went by themselves", async () => {
  const { other, holder, vault, unit, books } = await startVault();
  const here = books();
  await vault.send(holder, "deposit", 1_000n * unit, holder);
  await here.read();
  await vault.send(other, "set", 10n ** 27n, 3n);
  await vault.send(holder, "redeem", 500n * unit, holder, holder);
  await here.read();
  // What it keeps it shares among its holders: 500 of a million are ours.
  const back = (15n * unit * 500n) / 1_000_500n;
  expect(here.earned()).toMatchObject({ takenOut: 485n * unit, income: back - 15n * unit, unexplained: 0n });
});

test("behavior: a coin that keeps a part of each transfer is worth what arrives, in the vault and out of it", async () => {
  const { chain, other, holder, coin, vault, unit, books } = await startVault({ toll: 10n });
  const here = books();
  const own = { kind: "balance", contract: coin.address, holder, token: "coin" };
  const purse = positionApp(chain.url, own, { coin: coin.address });
  await here.read();
  await purse.read();
  await vault.send(holder, "deposit", 1_000n * unit, holder);
  await coin.send(holder, "transfer", other, 100n * unit);
  await coin.send(other, "transfer", holder, 100n * unit);
  await here.read();
  await purse.read();
  // The vault says that 1,000 were paid in; a tenth never came, and all of its holders bear that together.
  expect(here.earned()).toMatchObject({ paidIn: 1_000n * unit, unexplained: 0n });
  expect(here.earned().income).toBeLessThan(0n);
  expect(purse.earned()).toMatchObject({ paidIn: 90n * unit, takenOut: 1_100n * unit, income: 0n, unexplained: 0n });
});

test("default: what savings promise is their rate of a second for a year, and else what the config says", async () => {
  const { other, vault, books } = await startVault();
  await vault.send(other, "set", 1_000_000_001_547_125_957_863_212_448n, 0n);
  const [told, promised, nothing] = [books({ savings: vault.address }), books({ quoted: "6 %" }), books()];
  for (const one of [told, promised, nothing]) await one.read();
  expect(told.reading()?.quoted).toBe(1_547_125_957_863_212_448n * 31_536_000n);
  expect(promised.reading()?.quoted).toBe(6n * 10n ** 25n);
  expect(nothing.reading()?.quoted).toBeNull();
});

test("error: a vault of another token than the config's is not read", async () => {
  const { chain, holder, vault } = await startVault();
  const wrong = positionApp(chain.url, { kind: "erc4626", vault: vault.address, holder, token: "coin" });
  expect(await wrong.read()).toContain("It is of the token");
});

test("error: a token that is no vault is not read as one", async () => {
  const { chain, holder, coin } = await startVault();
  const wrong = positionApp(chain.url, { kind: "erc4626", vault: coin.address, holder, token: "coin" });
  expect(await wrong.read()).toContain("convertToAssets of");
});
