import fc from "fast-check";
import { expect, test } from "vitest";
import { makeStatement } from "../../../../src/core/treasury/statement/make-statement.ts";
import { sumPositions } from "../../../../src/core/treasury/statement/sum-positions.ts";
import { END, exampleFacts } from "../../../support/statements.ts";

const DAY = 86_400;
const base = exampleFacts({ every: "week" });
const [nodes] = base.sources;
if (!nodes) throw new Error("The example has no source");

const payment = fc.record({
  node: fc.integer({ min: 1, max: 40 }).map(String),
  at: fc.integer({ min: END - 10 * DAY, max: END + DAY }),
  amount: fc.bigInt(0n, 10n ** 24n),
});
const payments = fc.array(payment, { maxLength: 60 });
const sum = (amounts: readonly bigint[]) => amounts.reduce((all, amount) => all + amount, 0n);

test("law: what a source paid is what its days, its regions and its nodes were paid, to the last unit", () => {
  fc.assert(
    fc.property(payments, (paid) => {
      const { rewards, from, to } = makeStatement({ ...base, sources: [{ ...nodes, payments: paid }] });
      const within = paid.filter(({ at }) => at >= from && at < to);
      const total = sum(within.map(({ amount }) => amount));
      for (const account of rewards) {
        expect(account.total).toBe(total);
        expect(account.payments).toBe(within.length);
        for (const parts of [account.byDay, account.byRegion, account.byNode])
          expect(sum(parts.map((part) => part.total))).toBe(total);
      }
    }),
  );
});

test("law: a statement's totals are those of its lines, by source, by position and by whether they come again", () => {
  fc.assert(
    fc.property(payments, payments, (again, once) => {
      const sources = [
        { ...nodes, payments: again },
        { ...nodes, source: "grant", payments: once, oneOff: true },
      ];
      const { totals, known, rewards, positions } = makeStatement({ ...base, sources });
      const { rewardsUsd = 0n, yieldUsd = 0n, incomeUsd, treasuryUsd, recurringUsd = 0n, oneOffUsd = 0n } = totals;
      expect(sum(rewards.map(({ totalUsd }) => totalUsd ?? 0n))).toBe(rewardsUsd);
      expect(sum(sumPositions(positions).map((position) => position.incomeUsd ?? 0n))).toBe(yieldUsd);
      expect(sum(sumPositions(positions).map((position) => position.closingUsd ?? 0n))).toBe(treasuryUsd);
      expect(rewardsUsd + yieldUsd).toBe(incomeUsd);
      expect(recurringUsd + oneOffUsd).toBe(incomeUsd);
      expect(known).toEqual({ incomeUsd, treasuryUsd });
    }),
    { numRuns: 30 },
  );
});
