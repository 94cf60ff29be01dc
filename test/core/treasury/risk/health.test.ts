import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byHealth, formatFactor, type HealthFacts, judgeHealth } from "../../../../src/core/treasury/risk/health.ts";

const NOW = 1_772_323_200;
const factorOf = (hundredths: number) => BigInt(hundredths) * 10n ** 16n;
const judge = (facts: Partial<HealthFacts>) =>
  judgeHealth({ factor: factorOf(200), readAt: NOW - 3_600, isPriceDoubted: false, ...facts }, NOW);

describe("judgeHealth", () => {
  test.each([
    [150, "fine", 333_333n],
    [149, "warn", 328_859n],
    [120, "warn", 166_666n],
    [119, "critical", 159_663n],
    [105, "critical", 47_619n],
    [104, "urgent", 38_461n],
    [100, "urgent", 0n],
    [80, "urgent", -250_000n],
  ] as const)("default: a factor of %s hundredths is %s, with %s millionths to fall", (hundredths, band, distance) => {
    expect(judge({ factor: factorOf(hundredths) })).toEqual({
      ...{ state: "known", band, distance },
      factor: factorOf(hundredths),
    });
  });

  test("error: what was not told, read long ago or follows from a price that is not fresh is unknown, however good it looks", () => {
    expect(judge({ factor: undefined })).toMatchObject({ state: "unknown", why: "untold" });
    expect(judge({ readAt: NOW - 2 * 86_400 })).toMatchObject({ state: "unknown", why: "old" });
    expect(judge({ readAt: NOW - 6_000, chainReadAt: NOW - 300 })).toMatchObject({ state: "unknown", why: "old" });
    expect(judge({ isPriceDoubted: true })).toMatchObject({ state: "unknown", why: "price", factor: factorOf(200) });
  });

  test("boundary: read once a day is often enough; a factor without end and one of nothing are told", () => {
    expect(judge({ readAt: NOW - 86_400 })).toMatchObject({ state: "known" });
    expect(judge({ factor: 2n ** 256n - 1n })).toMatchObject({ band: "fine", distance: 999_999n });
    expect(judge({ factor: 0n })).toMatchObject({ band: "urgent", distance: -1_000_000n });
    expect(formatFactor(2n ** 256n - 1n)).toBe("over 1,000");
    expect(formatFactor(1_499_999_999_999_999_999n)).toBe("1.49");
  });

  test("law: the distance never promises more room than there is", () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 24n), (factor) => {
        const health = judge({ factor });
        if (health.state !== "known" || health.distance < 0n) return;
        // After a fall by that much the factor is still at least one.
        expect(factor * (1_000_000n - health.distance)).toBeGreaterThanOrEqual(10n ** 18n * 1_000_000n);
      }),
    );
  });

  test("behavior: the lowest comes first; unknown before fine, and after what is known to be bad", () => {
    const some = [
      judge({ factor: factorOf(300) }),
      judge({ factor: undefined }),
      judge({ factor: factorOf(130) }),
      judge({ factor: factorOf(110), isPriceDoubted: true }),
    ];
    expect([...some].sort(byHealth)).toEqual([some[3], some[2], some[1], some[0]]);
  });
});
