import fc from "fast-check";
import { expect, test } from "vitest";
import { moneyKinds } from "../../../../src/core/rewards/kinds.ts";
import { incomeOf, legParts, rewardParts } from "../../../../src/core/treasury/accounts/income-parts.ts";
import { legKinds } from "../../../../src/core/treasury/legs.ts";
import type { PositionAccount } from "../../../../src/core/treasury/statement.ts";

function account(kind: PositionAccount["kind"], income: bigint | undefined, takenOut = 0n): PositionAccount {
  return {
    ...{
      position: "p",
      leg: "",
      kind,
      label: "P",
      protocol: "P",
      chain: 1,
      token: { name: "t", symbol: "T", decimals: 0 },
    },
    ...{ opening: 0n, closing: 0n, paidIn: 0n, takenOut, unexplained: 0n, converted: 0n, income },
    ...{ incomeUsd: undefined, closingUsd: undefined, apr: undefined, aprFrom: 0 },
  };
}

test("default: a balance's income is in hand, a debt's is a cost, what is to claim or locked is yet to come", () => {
  expect(legParts(account("held", 5n))).toEqual({ realised: 5n, accrued: 0n, cost: 0n });
  expect(legParts(account("pooled", 5n))).toEqual({ realised: 5n, accrued: 0n, cost: 0n });
  expect(legParts(account("debt", -5n))).toEqual({ realised: 0n, accrued: 0n, cost: -5n });
  expect(legParts(account("locked", 5n))).toEqual({ realised: 0n, accrued: 5n, cost: 0n });
  expect(legParts(account("held", undefined))).toBeUndefined();
});

test("behavior: a claim realises what had accrued before, and is no second income", () => {
  expect(legParts(account("claimable", 3n, 10n))).toEqual({ realised: 10n, accrued: -7n, cost: 0n });
  expect(
    rewardParts(
      new Map([
        ["accrued", 3n],
        ["claimed", 10n],
      ]),
    ),
  ).toEqual({ realised: 10n, accrued: -7n, cost: 0n });
});

test("law: the parts always sum to the income, and rewards' parts to what was paid, accrued and locked", () => {
  const amount = fc.bigInt(-(10n ** 20n), 10n ** 20n);
  fc.assert(
    fc.property(fc.constantFrom(...legKinds), amount, amount, (kind, income, takenOut) => {
      const parts = legParts(account(kind, income, takenOut));
      expect(parts && incomeOf(parts)).toBe(income);
    }),
  );
  const sums = fc
    .array(fc.tuple(fc.constantFrom(...moneyKinds), fc.bigInt(0n, 10n ** 20n)))
    .map((pairs) => new Map(pairs));
  fc.assert(
    fc.property(sums, (by) => {
      const earned = (by.get("paid") ?? 0n) + (by.get("accrued") ?? 0n) + (by.get("locked") ?? 0n);
      expect(incomeOf(rewardParts(by))).toBe(earned);
    }),
  );
});
