import fc from "fast-check";
import { expect, test } from "vitest";
import { type GasFact, type GasFacts, gasAccounts, gasUnknowns } from "../../../../src/core/treasury/accounts/gas.ts";
import { gasPaid } from "../../../../src/core/treasury/accounts/gas-paid.ts";

const price = (answer: bigint, silent = false) => {
  return { name: "eth-usd", answer, decimals: 8, updatedAt: 0, stale: silent, silent, chain: 10, block: 1n };
};
const facts = (paid: readonly GasFact[], unread: readonly number[] = []): GasFacts => {
  return { chain: 10, name: "OP Mainnet", coin: "ETH", hasDataFee: true, paid, unread };
};
const period = { from: 100, to: 200 };
const NOTHING = { dataFee: undefined, operatorFee: undefined, usedForData: undefined };

test("default: gas is what was used at the price paid, and what is charged beside it", () => {
  expect(gasPaid({ ...NOTHING, used: 21_000n, price: 7n })).toEqual({ amount: 147_000n, data: undefined });
  expect(gasPaid({ ...NOTHING, used: 21_000n, price: 7n, dataFee: 5n })).toEqual({ amount: 147_005n, data: 5n });
  expect(gasPaid({ ...NOTHING, used: 21_000n, price: 7n, dataFee: 5n, operatorFee: 2n })).toEqual({
    ...{ amount: 147_007n, data: 5n },
  });
  // On Arbitrum the part for data is in the gas used.
  expect(gasPaid({ ...NOTHING, used: 21_000n, price: 7n, usedForData: 1_000n })).toEqual({
    ...{ amount: 147_000n, data: 7_000n },
  });
});

const sent = { transaction: "0x1", block: 7n, sender: "0xA" };

test("default: a period's gas, each transaction at the price of its own moment", () => {
  const [account] = gasAccounts(
    [
      facts([
        { ...sent, at: 99, amount: 10n ** 18n, data: 1n, price: price(1n) },
        { ...sent, at: 100, amount: 10n ** 16n, data: 10n ** 15n, price: price(200_000_000_000n) },
        { ...sent, at: 199, amount: 2n * 10n ** 16n, data: 10n ** 15n, price: price(300_000_000_000n) },
        { ...sent, at: 200, amount: 10n ** 18n, data: 1n, price: price(1n) },
      ]),
    ],
    period,
  );
  const { entries, ...sums } = account ?? {};
  expect(entries?.map(({ at, units, usd, counterparty }) => [at, units, usd, counterparty])).toEqual([
    [100, -(10n ** 16n), -2_000_000_000n, "0xA"],
    [199, -2n * 10n ** 16n, -6_000_000_000n, "0xA"],
  ]);
  expect(sums).toEqual({
    ...{ chain: 10, name: "OP Mainnet", coin: "ETH", transactions: 2, unpriced: 0, short: 0, unread: 0 },
    ...{ amount: 3n * 10n ** 16n, usd: 8_000_000_000n, data: 2n * 10n ** 15n, dataUsd: 500_000_000n },
  });
});

test("error: what is not known of it is said, and nothing unknown is a zero", () => {
  const accounts = gasAccounts(
    [
      facts(
        [
          { ...sent, at: 100, amount: 5n, data: undefined, price: price(1n, true) },
          { ...sent, at: 101, amount: 6n, data: undefined, price: undefined },
        ],
        [99, 150, 200],
      ),
    ],
    period,
  );
  expect(accounts).toMatchObject([{ amount: 11n, usd: undefined, data: undefined, dataUsd: undefined }]);
  expect(gasUnknowns(accounts)).toEqual([
    "There is no price for ETH at the time of 2 transactions on OP Mainnet: what gas cost in USD is unknown.",
    "What data cost 2 transactions on OP Mainnet is not in the receipts: gas was more than is said.",
    "The receipts of 1 transaction on OP Mainnet could not be read: their gas is not counted.",
  ]);
  expect(gasAccounts([facts([], [99, 200])], period)).toEqual([]);
});

test("law: periods that follow one another have together what they have as one, and data is never more than all", () => {
  const fact = fc.record({
    transaction: fc.constant("0x1"),
    block: fc.constant(7n),
    sender: fc.constant("0xA"),
    at: fc.integer({ min: 0, max: 300 }),
    amount: fc.bigInt({ min: 10n ** 12n, max: 10n ** 18n }),
    data: fc.option(fc.bigInt({ min: 0n, max: 10n ** 12n }), { nil: undefined }),
    price: fc.bigInt({ min: 1n, max: 10n ** 12n }).map((answer) => price(answer)),
  });
  fc.assert(
    fc.property(fc.array(fact), fc.integer({ min: 0, max: 300 }), (paid, middle) => {
      const over = (from: number, to: number) => gasAccounts([facts(paid)], { from, to })[0];
      const sum = (part: "amount" | "usd" | "transactions" | "short") =>
        [over(0, middle), over(middle, 301)].reduce((all, one) => all + BigInt(one?.[part] ?? 0), 0n);
      const whole = over(0, 301);
      for (const part of ["amount", "usd", "transactions", "short"] as const)
        expect(sum(part)).toBe(BigInt(whole?.[part] ?? 0));
      expect(whole?.data ?? 0n).toBeLessThanOrEqual(whole?.amount ?? 0n);
      expect(whole?.dataUsd ?? 0n).toBeLessThanOrEqual(whole?.usd ?? 0n);
    }),
  );
});
