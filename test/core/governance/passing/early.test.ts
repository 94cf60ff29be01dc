import fc from "fast-check";
import { expect, test } from "vitest";
import type { Side } from "../../../../src/core/governance/ballots/choice.ts";
import { checkPack } from "../../../../src/core/governance/pack/check-pack.ts";
import { settleEarly } from "../../../../src/core/governance/passing/early.ts";
import { judgeSides } from "../../../../src/core/governance/passing/judge-sides.ts";
import type { QuorumPart, RulePack, Threshold } from "../../../../src/core/governance/rule-pack.ts";
import { decideBallots } from "../../../support/contest.ts";

const share = fc.constantFrom(0n, 100_000n, 333_333n, 500_000n, 666_667n, 1_000_000n);
const comparison = fc.constantFrom("more-than" as const, "at-least" as const);
const threshold: fc.Arbitrary<Threshold> = fc.record({
  kind: fc.constant("share" as const),
  share,
  rounding: fc.constantFrom("floor" as const, "ceil" as const),
  comparison,
});
const counts = fc.oneof(
  fc.constant<QuorumPart[]>(["cast"]),
  fc.subarray<QuorumPart>(["for", "against", "abstain"], { minLength: 1 }),
);
const packOf: fc.Arbitrary<RulePack> = fc
  .record({
    quorum: threshold,
    counts,
    share,
    comparison,
    of: fc.constantFrom("sides" as const, "cast" as const, "open" as const, "electorate" as const),
    minimum: fc.option(threshold),
    veto: fc.boolean(),
  })
  .map(({ quorum, counts: parts, share: asked, comparison: strict, of, minimum, veto }) => ({
    title: "Random",
    counting: "for-against-abstain" as const,
    quorum: { ...quorum, counts: parts },
    approval: { share: asked, comparison: strict, of },
    ballots: "final" as const,
    early: true as const,
    ...(minimum ? { minimum } : {}),
    ...(veto ? { veto: { kind: "share" as const, share: 400_000n } } : {}),
  }))
  .filter((pack) => {
    try {
      checkPack(pack);
      return true;
    } catch {
      return false;
    }
  });

test("law: early is said exactly when every way to cast what remains gives the same answer", () => {
  const tally = { settled: 0, open: 0 };
  fc.assert(
    fc.property(packOf, fc.array(fc.nat(5), { minLength: 5, maxLength: 5 }), (pack, numbers) => {
      const [own = 0n, against = 0n, abstain = 0n, veto = 0n, rest = 0n] = numbers.map(BigInt);
      const weights = { for: own, against, abstain, veto: pack.veto ? veto : 0n };
      const total = own + against + abstain + weights.veto + rest;
      const early = settleEarly(weights, pack, total);
      const outcomes = new Set<boolean>();
      for (const more of divisions(rest, pack.veto !== undefined)) {
        const all = Object.fromEntries(
          Object.entries(weights).map(([side, weight]) => [side, weight + more[side as Side]]),
        );
        outcomes.add(judgeSides(all as typeof weights, pack, total).outcome === "passed");
      }
      if (early) tally.settled += 1;
      else tally.open += 1;
      expect(early !== undefined).toBe(outcomes.size === 1);
      if (early) expect(early.outcome === "passed").toBe(outcomes.has(true));
    }),
    { numRuns: 3_000 },
  );
  expect(Math.min(tally.settled, tally.open)).toBeGreaterThan(300);
});

/** Every way to divide so much among sides and staying at home. */
function* divisions(rest: bigint, hasVeto: boolean): Generator<Record<Side, bigint>> {
  for (let own = 0n; own <= rest; own += 1n)
    for (let against = 0n; own + against <= rest; against += 1n)
      for (let abstain = 0n; own + against + abstain <= rest; abstain += 1n)
        for (let veto = 0n; veto <= (hasVeto ? rest - own - against - abstain : 0n); veto += 1n)
          yield { for: own, against, abstain, veto };
}

test("boundary: a choice is settled when all that remains could not bring another level", () => {
  const pack = {
    title: "T",
    counting: "single-choice",
    tie: "none",
    ballots: "final",
    early: true,
    quorum: { kind: "absolute", weight: 0n, counts: ["cast"] },
  } as const;
  const early = (total: bigint) =>
    decideBallots(
      pack,
      ["A", "B", "C"],
      [
        { choice: 0, weight: 60n },
        { choice: 1, weight: 30n },
      ],
      total,
    ).early;
  expect(early(119n)).toEqual({ outcome: "won", why: "settled" });
  expect(early(120n)).toBeUndefined();
  const majority = { ...pack, majority: { share: 600_000n, comparison: "more-than" } } as const;
  const asked = (total: bigint) =>
    decideBallots(
      majority,
      ["A", "B", "C"],
      [
        { choice: 0, weight: 60n },
        { choice: 1, weight: 30n },
      ],
      total,
    ).early;
  expect([asked(99n) !== undefined, asked(100n) !== undefined]).toEqual([true, false]);
});
