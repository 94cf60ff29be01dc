import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { earnedSince } from "../../../../src/core/rewards/merkle/earned-since.ts";
import { type RewardTree, sumByToken } from "../../../../src/core/rewards/merkle/tree.ts";
import { testAccount } from "../../../support/reward-trees.ts";

const [ann, bob, eve] = [testAccount(0), testAccount(1), testAccount(2)];

function tree(amounts: Record<string, bigint>, more: Partial<RewardTree> = {}): RewardTree {
  const leaves = Object.entries(amounts).map(([account, amount]) => ({
    account: account as typeof ann,
    amounts: [{ token: "WXM", amount }],
  }));
  const root = `0x${"1".repeat(64)}` as const;
  return {
    ...{ format: "steward", root, epoch: 2, cumulative: true, isWhole: true, leaves, totals: sumByToken(leaves) },
    ...more,
  };
}

const earlier = (amounts: Record<string, bigint>, more: Partial<RewardTree> = {}) =>
  tree(amounts, { epoch: 1, ...more });

describe("earnedSince", () => {
  test("default: of a cumulative tree what is above the one before, who is new from nothing on", () => {
    expect(earnedSince(tree({ [ann]: 12n, [bob]: 5n, [eve]: 7n }), earlier({ [ann]: 10n, [bob]: 5n }))).toEqual({
      earned: [
        { account: ann, token: "WXM", amount: 2n },
        { account: eve, token: "WXM", amount: 7n },
      ],
      odd: [],
    });
  });

  test("behavior: without a tree before, and of a tree per epoch, all of it", () => {
    const all = [{ account: ann, token: "WXM", amount: 12n }];
    expect(earnedSince(tree({ [ann]: 12n, [bob]: 0n }), undefined)).toEqual({ earned: all, odd: [] });
    const perEpoch = tree({ [ann]: 12n }, { cumulative: false });
    expect(earnedSince(perEpoch, earlier({ [ann]: 10n }, { cumulative: false })).earned).toEqual(all);
  });

  test("behavior: what went down is odd, and never negative", () => {
    expect(earnedSince(tree({ [ann]: 9n }), earlier({ [ann]: 10n, [bob]: 5n, [eve]: 0n }))).toEqual({
      earned: [],
      odd: [
        { kind: "fell", account: ann, token: "WXM", before: 10n, now: 9n },
        { kind: "fell", account: bob, token: "WXM", before: 5n, now: 0n },
      ],
    });
  });

  test("behavior: of whom a part does not show nothing is said; who was not shown before has an unknown start", () => {
    const part = { isWhole: false };
    expect(earnedSince(tree({ [bob]: 8n }, part), earlier({ [ann]: 10n, [bob]: 5n }, part))).toEqual({
      earned: [{ account: bob, token: "WXM", amount: 3n }],
      odd: [],
    });
    expect(earnedSince(tree({ [ann]: 8n }, part), earlier({ [bob]: 5n }, part))).toEqual({
      earned: [],
      odd: [{ kind: "unknown before", account: ann, token: "WXM", before: undefined, now: 8n }],
    });
  });

  test("error: trees that cannot follow each other", () => {
    expect(() => earnedSince(earlier({ [ann]: 1n }), tree({ [ann]: 1n }))).toThrow("The tree of epoch 1 is older");
    const perEpoch = earlier({ [ann]: 1n }, { cumulative: false });
    expect(() => earnedSince(tree({ [ann]: 1n }), perEpoch)).toThrow("cannot be compared");
  });

  test("law: what was before, what was earned and what is odd make up what is now", () => {
    const amounts = fc.dictionary(fc.nat(9).map(testAccount), fc.bigInt(0n, 99n));
    fc.assert(
      fc.property(amounts, amounts, (then, now) => {
        const { earned, odd } = earnedSince(tree(now), earlier(then));
        expect(earned.every(({ amount }) => amount > 0n)).toBe(true);
        const fell = odd.reduce((sum, { before = 0n, now }) => sum + before - now, 0n);
        const total = (values: Record<string, bigint>) => Object.values(values).reduce((sum, value) => sum + value, 0n);
        expect(total(then) + earned.reduce((sum, { amount }) => sum + amount, 0n) - fell).toBe(total(now));
      }),
    );
  });
});
