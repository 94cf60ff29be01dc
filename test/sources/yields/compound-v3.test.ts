import { fileURLToPath } from "node:url";
import fc from "fast-check";
import type { Address } from "viem";
import { expect, test } from "vitest";
import type { Artifact } from "../../../sandbox/chain/artifact.ts";
import { readPositions } from "../../../src/actions/yields/read-positions.ts";
import { compileFolder } from "../../support/compile.ts";
import { earningsOf, readingOf, readNow } from "../../support/earnings-of.ts";
import { positionsApp, startProtocolChain } from "../../support/protocol-chain.ts";
import { flowsOf } from "../../support/rows.ts";

const DAY = 86_400;
const DOLLAR: Address = "0x5555555555555555555555555555555555555555";
const ETHER: Address = "0x6666666666666666666666666666666666666666";
const COMP: Address = "0x7777777777777777777777777777777777777777";
const contracts = await compileFolder(fileURLToPath(new URL("../../fixtures/markets/", import.meta.url)));
/** A second's interest at scale 1e18, as the protocol's own tests publish it for a market that is well used. */
const [SUPPLY_RATE, BORROW_RATE] = [12_474_082_097n, 14_926_252_082n];

async function startMarket() {
  const chain = await startProtocolChain();
  const [admin, holder, other] = chain.accounts as [Address, Address, Address];
  const of = (name: string) => contracts.get(name) as Artifact;
  const market = await chain.deploy(of("BaseMarket"), DOLLAR);
  const rewards = await chain.deploy(of("MarketRewards"), COMP, 7n);
  await market.send(admin, "setRates", SUPPLY_RATE, BORROW_RATE);
  await market.send(admin, "list", 3, ETHER, 10n ** 18n, 85n * 10n ** 16n);
  await market.send(admin, "setPrice", DOLLAR, 10n ** 8n);
  await market.send(admin, "setPrice", ETHER, 2_000n * 10n ** 8n);
  const position = {
    ...{ kind: "compound-v3", market: market.address, asset: DOLLAR, token: "dollar", holder },
    collateral: [{ asset: ETHER, token: "ether" }],
    rewards: { contract: rewards.address, reward: COMP, token: "comp" },
  };
  const tokens = {
    dollar: { address: DOLLAR, decimals: 6 },
    ether: { address: ETHER },
    comp: { address: COMP },
  };
  const app = positionsApp(chain.url, { base: position }, tokens);
  const wait = async (seconds: number) => {
    const { timestamp } = await chain.rpc<{ timestamp: string }>("eth_getBlockByNumber", "latest", false);
    await chain.rpc("evm_mine", { timestamp: Number(timestamp) + seconds });
  };
  const flows = () => flowsOf(app.db, "base").map(({ leg, direction, amount }) => [leg, direction, amount]);
  return { chain, admin, holder, other, market, rewards, position, tokens, app, wait, flows };
}

test("default: balances are principal by the published index, whichever its sign", async () => {
  const { admin, holder, other, market, app } = await startMarket();
  await market.send(admin, "setRates", 0n, 0n);
  await market.send(admin, "setIndices", 10n ** 15n, 10n ** 15n);
  await market.send(holder, "supplyTo", holder, DOLLAR, 100_000_000n);
  await market.send(admin, "setIndices", 2n * 10n ** 15n, 3n * 10n ** 15n);
  const opening = await readNow(app);
  expect(earningsOf(app, "base", "supplied", opening, opening).opening).toBe(200_000_000n);
  // All of it, and 300 more, of which the principal is 100 at an index of 3.
  await market.send(holder, "withdrawTo", other, DOLLAR, 500_000_000n);
  const closing = await readNow(app);
  expect(earningsOf(app, "base", "supplied", opening, closing)).toMatchObject({ closing: 0n, income: 0n });
  expect(earningsOf(app, "base", "debt", opening, closing)).toMatchObject({ closing: -300_000_000n, income: 0n });
});

test("default: a thousand seconds and thirty days earn and cost what the published rates say, to the last unit", async () => {
  const { holder, other, market, position, tokens, chain, wait } = await startMarket();
  const app = positionsApp(chain.url, { base: position, other: { ...position, holder: other } }, tokens);
  await market.send(holder, "supplyTo", holder, DOLLAR, 10n ** 12n);
  await market.send(other, "withdrawTo", other, DOLLAR, 10n ** 12n);
  for (const seconds of [1_000, 30 * DAY]) {
    await market.send(holder, "accrue");
    await market.send(other, "supplyTo", holder, DOLLAR, 1_000_000n);
    const opening = await readNow(app);
    const [supplied, borrowed] = await Promise.all([
      market.read<bigint>("supplyIndex"),
      market.read<bigint>("borrowIndex"),
    ]);
    const { opening: had = 0n } = earningsOf(app, "base", "supplied", opening, opening);
    await wait(seconds);
    const closing = await readNow(app);
    const later = (index: bigint, rate: bigint) => index + (index * rate * BigInt(seconds)) / 10n ** 18n;
    const books = earningsOf(app, "base", "supplied", opening, closing);
    const principal = (had * 10n ** 15n + supplied - 1n) / supplied;
    expect(books).toMatchObject({ unexplained: 0n, paidIn: 0n });
    expect(books.closing).toBe((principal * later(supplied, SUPPLY_RATE)) / 10n ** 15n);
    const debt = earningsOf(app, "other", "debt", opening, closing);
    const owed = (-(debt.opening ?? 0n) * 10n ** 15n + borrowed - 1n) / borrowed;
    expect(debt).toMatchObject({ unexplained: 0n, closing: -((owed * later(borrowed, BORROW_RATE)) / 10n ** 15n) });
    expect(books.income).toBeGreaterThan(0n);
    expect(debt.income).toBeLessThan(0n);
  }
});

test("default: one withdrawal that ends a supply and begins a debt, and one supply back, are each told by halves", async () => {
  const { holder, other, market, app, wait, flows } = await startMarket();
  const opening = await readNow(app);
  await market.send(holder, "supplyTo", holder, DOLLAR, 1_000_000_007n);
  await wait(10 * DAY);
  await market.send(holder, "withdrawTo", other, DOLLAR, 1_000n);
  const middle = await readNow(app);
  await wait(DAY);
  await market.send(holder, "withdrawTo", other, DOLLAR, 1_500_000_000n);
  await wait(30 * DAY);
  await market.send(other, "supplyTo", holder, DOLLAR, 100_000_000n);
  await market.send(other, "supplyTo", holder, DOLLAR, 900_000_000n);
  await wait(5 * DAY);
  const closing = await readNow(app);
  const [first, second, out, lent, repaid, last, rest] = flows();
  expect([first, second]).toEqual([
    ["supplied", "in", 1_000_000_007n],
    ["supplied", "out", 1_000n],
  ]);
  expect([out?.slice(0, 2), lent?.slice(0, 2), repaid]).toEqual([
    ["supplied", "out"],
    ["debt", "out"],
    ["debt", "in", 100_000_000n],
  ]);
  expect(Number(out?.[2]) + Number(lent?.[2])).toBe(1_500_000_000);
  expect([last, rest].map((one) => one?.slice(0, 2))).toEqual([
    ["supplied", "in"],
    ["debt", "in"],
  ]);
  expect(Number(last?.[2]) + Number(rest?.[2])).toBe(900_000_000);
  const supplied = earningsOf(app, "base", "supplied", opening, closing);
  expect(supplied.closing).toBe(await market.read<bigint>("balanceOf", holder));
  // 1,000 for eleven days, then some 600 for five.
  expect(supplied.income).toBeGreaterThan(11_000_000n);
  expect(earningsOf(app, "base", "supplied", opening, middle)).toMatchObject({ unexplained: 0n });
  const debt = earningsOf(app, "base", "debt", opening, closing);
  expect(debt).toMatchObject({ closing: 0n, unexplained: 0n });
  expect(debt.income).toBeLessThan(-18_000_000n);
});

test("law: whatever is supplied, withdrawn, borrowed and repaid, what is left is income and cost, each on its side", async () => {
  const { holder, other, market, app, wait } = await startMarket();
  const move = fc.record({
    kind: fc.constantFrom("supplyTo", "withdrawTo", "read"),
    amount: fc.bigInt({ min: 10n, max: 10n ** 12n }),
    seconds: fc.nat({ max: 9 * DAY }),
  });
  const balance = async () => {
    const [supplied, owed] = await Promise.all(
      ["balanceOf", "borrowBalanceOf"].map((name) => market.read<bigint>(name, holder)),
    );
    return (supplied ?? 0n) - (owed ?? 0n);
  };
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 8, maxLength: 16 }), async (moves) => {
      const opening = await readNow(app);
      const first = await balance();
      let put = 0n;
      for (const { kind, amount, seconds } of moves) {
        await wait(seconds + 1);
        if (kind === "read") await readNow(app);
        else await market.send(holder, kind, kind === "supplyTo" ? holder : other, DOLLAR, amount);
        put += kind === "read" ? 0n : kind === "supplyTo" ? amount : -amount;
      }
      await wait(DAY);
      const closing = await readNow(app);
      const legs = ["supplied", "debt"].map((leg) => earningsOf(app, "base", leg, opening, closing));
      const [income, unexplained] = [
        legs.reduce((sum, leg) => sum + (leg.income ?? 0n), 0n),
        legs.map((leg) => leg.unexplained),
      ];
      expect(unexplained).toEqual([0n, 0n]);
      expect(income).toBe((await balance()) - first - put);
      // Neither side ever gains by what the other one lost.
      expect(legs[0]?.income).toBeGreaterThanOrEqual(-4n * BigInt(moves.length));
      expect(legs[1]?.income).toBeLessThanOrEqual(4n * BigInt(moves.length));
    }),
    { numRuns: 8 },
  );
});

test("behavior: what is transferred is no income; the debt it makes says so nowhere, and is unexplained", async () => {
  const { holder, other, market, app, wait, flows } = await startMarket();
  await market.send(holder, "supplyTo", holder, DOLLAR, 1_000_000_000n);
  await market.send(other, "supplyTo", other, DOLLAR, 2_000_000_000n);
  const opening = await readNow(app);
  await wait(DAY);
  await market.send(other, "transferAsset", holder, DOLLAR, 500_000_000n);
  await market.send(holder, "transferAsset", other, DOLLAR, 200_000_000n);
  const middle = await readNow(app);
  const books = earningsOf(app, "base", "supplied", opening, middle);
  const moved = flows()
    .slice(1)
    .map(([, , amount]) => amount as bigint) as [bigint, bigint];
  expect(books).toMatchObject({ paidIn: moved[0], takenOut: moved[1], unexplained: 0n });
  expect(500_000_000n - moved[0]).toBeLessThan(3n);
  await market.send(holder, "withdrawTo", holder, DOLLAR, 2_000_000_000n);
  const before = await readNow(app);
  await market.send(holder, "transferAsset", other, DOLLAR, 300_000_000n);
  const after = await readNow(app);
  const debt = earningsOf(app, "base", "debt", before, after);
  expect(debt).toMatchObject({ paidIn: 0n, takenOut: 0n });
  expect((debt.unexplained ?? 0n) + 300_000_000n).toBeLessThan(3n);
  expect(debt.income).toBeGreaterThan(-100_000n);
});

test("behavior: collateral earns nothing, whoever moves it; seizing it pays the debt, and the rest is supply", async () => {
  const { admin, holder, other, market, app, flows } = await startMarket();
  const opening = await readNow(app);
  await market.send(holder, "supplyTo", holder, ETHER, 10n ** 18n);
  await market.send(holder, "withdrawTo", other, ETHER, 10n ** 17n);
  await market.send(holder, "transferAsset", other, ETHER, 5n);
  await market.send(other, "transferAsset", holder, ETHER, 3n);
  await market.send(holder, "withdrawTo", holder, DOLLAR, 1_000_000_000n);
  const owing = await readNow(app);
  expect(earningsOf(app, "base", "ether collateral", opening, owing)).toMatchObject({ income: 0n, unexplained: 0n });
  await market.send(admin, "absorb", holder, ETHER, 1_200_000_000n);
  const closing = await readNow(app);
  expect(earningsOf(app, "base", "ether collateral", opening, closing)).toMatchObject({ closing: 0n, income: 0n });
  expect(flows().slice(-3)).toEqual([
    ["ether collateral", "out", 9n * 10n ** 17n - 2n],
    ["supplied", "in", expect.any(BigInt)],
    ["debt", "in", expect.any(BigInt)],
  ]);
  expect(earningsOf(app, "base", "debt", opening, closing).closing).toBe(0n);
  expect(earningsOf(app, "base", "supplied", opening, closing).closing).toBeGreaterThan(199_000_000n);
});

test("default: rewards are what the contract owes, asked without changing it; a claim takes them out", async () => {
  const { holder, market, rewards, app, wait } = await startMarket();
  const opening = await readNow(app);
  await wait(DAY);
  await rewards.send(holder, "claim", market.address, holder, true);
  await wait(DAY);
  const closing = await readNow(app);
  const books = earningsOf(app, "base", "rewards", opening, closing);
  const seconds = BigInt(2 * DAY + 3_600);
  expect(books.income).toBe(7n * seconds);
  expect(books).toMatchObject({ closing: 7n * BigInt(DAY), converted: 0n });
  expect(await rewards.read<bigint>("asked")).toBe(1n);
});

test("default: what the market promises and asks is its rate of a second for a year, of the side that the holder is on", async () => {
  const { holder, other, market, app } = await startMarket();
  const terms = async () => {
    const block = await readNow(app);
    return ["supplied", "debt", "ether collateral"].map((leg) => {
      const { quoted, health } = readingOf(app, "base", leg, block) ?? {};
      return [leg, quoted, health];
    });
  };
  const scaled = (rate: bigint) => rate * 31_536_000n * 10n ** 9n;
  await market.send(holder, "supplyTo", holder, DOLLAR, 10n ** 9n);
  // 39.3 %, as the protocol shows it.
  expect(scaled(SUPPLY_RATE) / 10n ** 24n).toBe(393n);
  expect(await terms()).toEqual([
    ["supplied", scaled(SUPPLY_RATE), null],
    ["debt", null, null],
    ["ether collateral", null, null],
  ]);
  await market.send(holder, "supplyTo", holder, ETHER, 2n * 10n ** 18n);
  await market.send(holder, "withdrawTo", other, DOLLAR, 3n * 10n ** 9n);
  const [, debt] = await terms();
  // 4,000 dollars of collateral, of which 85 in a hundred count, for 2,000 that are owed.
  expect(debt?.slice(0, 2)).toEqual(["debt", scaled(BORROW_RATE)]);
  expect(Number(debt?.[2]) / 1e18).toBeCloseTo(1.7, 3);
});

test("behavior: how safe a debt is, is unknown where the market notes collateral that the config does not, or cannot price it", async () => {
  const { admin, holder, other, market, app } = await startMarket();
  const health = async () => readingOf(app, "base", "debt", await readNow(app))?.health;
  await market.send(admin, "list", 17, COMP, 10n ** 18n, 6n * 10n ** 17n);
  await market.send(holder, "supplyTo", holder, ETHER, 10n ** 18n);
  await market.send(holder, "withdrawTo", other, DOLLAR, 10n ** 9n);
  expect(await health()).toBeGreaterThan(10n ** 18n);
  await market.send(holder, "supplyTo", holder, COMP, 1n);
  expect(await health()).toBeNull();
  await market.send(holder, "withdrawTo", holder, COMP, 1n);
  await market.send(admin, "setPrice", ETHER, 0n);
  expect(await health()).toBe(0n);
});

test.each([
  ["another token's", ETHER, COMP, "is not a market of"],
  ["paid in another token", DOLLAR, ETHER, "pays 0x7777"],
])("error: a market that is %s is not read", async (_, asset, reward, why) => {
  const { chain, position, tokens } = await startMarket();
  const wrong = { ...position, asset, rewards: { ...position.rewards, reward } };
  const app = positionsApp(chain.url, { base: wrong }, tokens);
  const block = await app.chains.get(31_337).finalized();
  const { unread } = await readPositions(app, 31_337, block);
  expect(unread).toEqual([{ name: "base", reason: expect.stringContaining(why) }]);
});
