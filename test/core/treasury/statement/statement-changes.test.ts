import { expect, test } from "vitest";
import type { GasAccount } from "../../../../src/core/treasury/accounts/gas.ts";
import type { Waterfall } from "../../../../src/core/treasury/ledger/waterfall.ts";
import { statementChanges } from "../../../../src/core/treasury/statement/statement-changes.ts";
import type { PositionAccount, RewardAccount, Statement, Usd } from "../../../../src/core/treasury/statement.ts";
import { exampleStatement } from "../../../support/statements.ts";

const shown = exampleStatement();

const withReward = (change: Partial<RewardAccount>): Statement => ({
  ...shown,
  rewards: shown.rewards.map((account) => ({ ...account, ...change })),
});

const withVault = (change: Partial<PositionAccount>): Statement => ({
  ...shown,
  positions: shown.positions.map((account, index) => (index === 0 ? { ...account, ...change } : account)),
});

const waterfall: Waterfall = {
  ...{ opening: 0n, paidIn: 0n, paidOut: 0n, realised: 100_000_000n, accrued: 0n, expenses: 0n, internal: 0n },
  ...{ capitalRealised: -200_000_000n, capitalUnrealised: 0n, residual: 0n, closing: -100_000_000n, leftOut: [] },
};

const reward = (total: bigint) => withReward({ total });

test("default: the same statement has no changes, nor has one whose history alone is another", () => {
  expect(statementChanges(shown, exampleStatement())).toEqual([]);
  expect(statementChanges(shown, { ...shown, history: { ...shown.history, nodesInAll: 1 } })).toEqual([]);
});

test.each<[string, Statement, Statement, string[]]>([
  [
    "an amount that grew",
    reward(120n * 10n ** 18n),
    reward(140n * 10n ** 18n),
    ["Node rewards: 120 HELIO → 140 HELIO, 20 HELIO were booked later"],
  ],
  [
    "a wei, to the last digit",
    reward(10n ** 18n),
    reward(10n ** 18n + 1n),
    ["Node rewards: 1 HELIO → 1.000000000000000001 HELIO"],
  ],
  [
    "a value that became known",
    withReward({ totalUsd: undefined }),
    withReward({ totalUsd: 1_230_000_000n }),
    ["Node rewards: unknown → $12.30"],
  ],
  [
    "a sum",
    { ...shown, totals: { ...shown.totals, incomeUsd: undefined } },
    { ...shown, totals: { ...shown.totals, incomeUsd: 1_230_000_000n } },
    ["Income: unknown → $12.30"],
  ],
  [
    "less than a cent",
    { ...shown, totals: { ...shown.totals, treasuryUsd: 100_000_000n } },
    { ...shown, totals: { ...shown.totals, treasuryUsd: 100_000_001n } },
    ["Treasury value: 1 USD → 1.00000001 USD"],
  ],
  [
    "what is known of an unknown sum",
    { ...shown, totals: { ...shown.totals, incomeUsd: undefined }, known: { ...shown.known, incomeUsd: 0n } },
    { ...shown, totals: { ...shown.totals, incomeUsd: undefined }, known: { ...shown.known, incomeUsd: 500_000_000n } },
    ["Income that is known: $0.00 → $5.00"],
  ],
  [
    "the residual",
    { ...shown, residualUsd: 0n },
    { ...shown, residualUsd: -200_000_000n },
    ["Not explained by the books: $0.00 → −$2.00"],
  ],
  [
    "a position",
    withVault({ income: undefined, closing: undefined, paidIn: 0n, apr: 59_349n }),
    withVault({ income: -1_000_000n, closing: 2_000_000n, paidIn: 5n, apr: 60_000n }),
    [
      "Reserve Vault tUSD, income: unknown → −1 tUSD",
      "Reserve Vault tUSD, at the end: unknown → 2 tUSD",
      "Reserve Vault tUSD, paid in: 0 tUSD → 0.000005 tUSD",
      "Reserve Vault tUSD, a year: 5.93 % → 6 %",
    ],
  ],
  [
    "how the treasury's value came about",
    { ...shown, waterfall: { ...waterfall, realised: 0n, capitalRealised: 0n } },
    { ...shown, waterfall },
    ["Treasury, income in hand: $0.00 → $1.00", "Treasury, price of what was sold: $0.00 → −$2.00"],
  ],
  ["what older statements do not have", shown, { ...shown, waterfall }, []],
  [
    "a source that caught up although nothing had been missing",
    { ...shown, behind: ["nodes"] },
    { ...shown, behind: [] },
    ["Node rewards: read to the end of the period since, nothing is missing"],
  ],
])("behavior: %s is said in a plain sentence", (_, before, after, sentences) => {
  expect(statementChanges(before, after)).toEqual(sentences);
});

test("boundary: a rate that reads the same is the same", () => {
  expect(statementChanges(withVault({ apr: 59_300n }), withVault({ apr: 59_399n }))).toEqual([]);
});

test("behavior: gas that was found later, or is priced since, is a change; a statement from before it was counted is not compared", () => {
  const paid = (amount: bigint, usd: Usd): GasAccount => ({
    ...{ chain: 10, name: "OP Mainnet", coin: "ETH", transactions: 1, amount, usd },
    ...{ unpriced: 0, data: undefined, dataUsd: undefined, short: 0, unread: 0 },
  });
  const withGas = (...gas: GasAccount[]): Statement => ({ ...shown, gas });
  const [some, more] = [paid(10n ** 16n, 2_000_000_000n), paid(3n * 10n ** 16n, 6_000_000_000n)];
  expect(statementChanges(withGas(), withGas(some))).toEqual(["Gas on OP Mainnet: 0 ETH → 0.01 ETH"]);
  expect(statementChanges(withGas(some), withGas(more))).toEqual(["Gas on OP Mainnet: 0.01 ETH → 0.03 ETH"]);
  expect(statementChanges(withGas(paid(some.amount, undefined)), withGas(some))).toEqual([
    "Gas on OP Mainnet: unknown → $20.00",
  ]);
  expect(statementChanges(withGas(), withGas({ ...paid(0n, 0n), unread: 2 }))).toEqual([
    "Gas on OP Mainnet, receipts that could not be read: 0 → 2",
  ]);
  const { gas: _, ...older } = shown;
  expect(statementChanges(older, withGas(some))).toEqual([]);
});
