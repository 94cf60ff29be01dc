import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aragonEarlyExecution, aragonTokenVoting } from "../../../../src/core/governance/packs/aragon.ts";
import { daoDao } from "../../../../src/core/governance/packs/dao-dao.ts";
import { livepeer } from "../../../../src/core/governance/packs/livepeer.ts";
import { openZeppelin } from "../../../../src/core/governance/packs/open-zeppelin.ts";
import { rocketPool } from "../../../../src/core/governance/packs/rocket-pool.ts";
import { snapshotBasic } from "../../../../src/core/governance/packs/snapshot.ts";
import type { RulePack } from "../../../../src/core/governance/rule-pack.ts";
import { parseShare } from "../../../../src/core/governance/share.ts";
import { decideWeights } from "../../../support/contest.ts";

const vote = (yes: bigint, no: bigint, abstain: bigint) => ({ for: yes, against: no, abstain });
const counts = fc.record({
  yes: fc.bigInt({ min: 0n, max: 1_000n }),
  no: fc.bigInt({ min: 0n, max: 1_000n }),
  abstain: fc.bigInt({ min: 0n, max: 1_000n }),
  rest: fc.bigInt({ min: 0n, max: 2_000n }),
});
const runs = { numRuns: 1_000 };

/** Every contest of small numbers comes out as the published formula says, written down here a second time. */
function conforms(pack: RulePack, passes: (yes: bigint, no: bigint, abstain: bigint, total: bigint) => boolean): void {
  fc.assert(
    fc.property(counts, ({ yes, no, abstain, rest }) => {
      const total = yes + no + abstain + rest;
      expect(decideWeights(pack, vote(yes, no, abstain), total).outcome === "passed").toBe(
        passes(yes, no, abstain, total),
      );
    }),
    runs,
  );
}

describe("OpenZeppelin Governor", () => {
  test.each([
    ["quorum(snapshot) = floor(1,000 × 4 / 100) = 40: For + Abstain = 40 counts", vote(40n, 0n, 0n), 1_000n, "passed"],
    ["For + Abstain = 39 of 40 does not", vote(39n, 0n, 0n), 1_000n, "no-quorum"],
    ["Against does not count: 39 For and 1,000 Against", vote(39n, 1_000n, 0n), 2_000n, "no-quorum"],
    ["floor: 4 % of 1,024 is 40.96, and 40 is enough", vote(1n, 0n, 39n), 1_024n, "passed"],
    ["For > Against: a tie of 50 to 50 is defeated", vote(50n, 50n, 0n), 1_000n, "rejected"],
    ["abstain only is defeated, because 0 > 0 is false", vote(0n, 0n, 500n), 1_000n, "rejected"],
  ])("boundary: %s", (_, weights, total, outcome) => {
    expect(decideWeights(openZeppelin, weights, total).outcome).toBe(outcome);
  });

  test("law: it conforms to quorum(s) <= For + Abstain && For > Against", () => {
    conforms(openZeppelin, (yes, no, abstain, total) => (total * 4n) / 100n <= yes + abstain && yes > no);
  });

  test("boundary: a super-quorum of 50 For passes before the end, 49 does not, and 50 not with 50 Against", () => {
    const pack: RulePack = { ...openZeppelin, superQuorum: { kind: "absolute", weight: 50n } };
    const early = (yes: bigint, no: bigint) => decideWeights(pack, vote(yes, no, 0n), 1_000n).early;
    expect(early(50n, 0n)).toEqual({ outcome: "passed", why: "super-quorum" });
    expect(early(49n, 0n)).toBeUndefined();
    expect(early(50n, 50n)).toBeUndefined();
  });
});

describe("Snapshot basic", () => {
  const quorum100: RulePack = { ...snapshotBasic, quorum: { kind: "absolute", weight: 100n, counts: ["cast"] } };
  test.each([
    ["scores_total of exactly 100 meets a quorum of 100", vote(34n, 33n, 33n), "passed"],
    ["99 does not", vote(34n, 32n, 33n), "no-quorum"],
    ["For = Against does not pass", vote(50n, 50n, 0n), "rejected"],
    ["abstain counts toward the quorum and not toward the result", vote(1n, 0n, 99n), "passed"],
  ])("boundary: %s", (_, weights, outcome) => {
    expect(decideWeights(quorum100, weights, "unknown").outcome).toBe(outcome);
  });

  test("law: it conforms to scores_total >= quorum && scores[0] > scores[1]", () => {
    conforms(quorum100, (yes, no, abstain) => yes + no + abstain >= 100n && yes > no);
  });

  test("boundary: a rejection quorum of 100 rejects at 101 against only, and silence passes", () => {
    const pack = {
      title: "Rejection",
      counting: "optimistic",
      silencePasses: true,
      quorum: { kind: "absolute", weight: 100n, comparison: "more-than", counts: ["against"] },
    } as const;
    expect(decideWeights(pack, vote(0n, 100n, 0n), "unknown").outcome).toBe("passed");
    expect(decideWeights(pack, vote(900n, 101n, 0n), "unknown").outcome).toBe("rejected");
    expect(decideWeights(pack, {}, "unknown").outcome).toBe("passed");
  });
});

describe("Aragon token voting", () => {
  const BASE = 1_000_000n;
  const ceil = (total: bigint, ratio: bigint) => (total * ratio + BASE - 1n) / BASE;
  const settings = [
    [500_000n, 150_000n, 0n],
    [666_666n, 333_333n, 100_001n],
    [999_999n, 1n, 500_000n],
  ] as const;
  const packOf = (s: bigint, p: bigint, a: bigint, early: boolean): RulePack => ({
    ...(early ? aragonEarlyExecution : aragonTokenVoting),
    approval: { share: s, comparison: "more-than" },
    quorum: { kind: "share", share: p, rounding: "ceil", counts: ["cast"] },
    minimum: { kind: "share", share: a, rounding: "ceil" },
  });

  test.each([
    ["participation of 15 % of 1,001 is 150.15, so that 151 is needed: 150", vote(150n, 0n, 0n), 1_001n, "no-quorum"],
    ["… and 151", vote(151n, 0n, 0n), 1_001n, "passed"],
    ["support is strict: 100 to 100", vote(100n, 100n, 0n), 1_000n, "rejected"],
  ])("boundary: %s", (_, weights, total, outcome) => {
    expect(decideWeights(aragonTokenVoting, weights, total).outcome).toBe(outcome);
  });

  test.each(settings)(
    "law: support %s, participation %s, approval %s conform to the contract's three formulas",
    (s, p, a) => {
      conforms(
        packOf(s, p, a, false),
        (yes, no, abstain, total) =>
          (BASE - s) * yes > s * no && yes + no + abstain >= ceil(total, p) && yes >= ceil(total, a),
      );
    },
  );

  test.each(settings)(
    "law: early execution at %s, %s, %s is exactly (1e6 − s)·yes > s·(total − yes − abstain)",
    (s, p, a) => {
      fc.assert(
        fc.property(counts, ({ yes, no, abstain, rest }) => {
          const total = yes + no + abstain + rest;
          const { early } = decideWeights(packOf(s, p, a, true), vote(yes, no, abstain), total);
          const executes =
            (BASE - s) * yes > s * (total - yes - abstain) &&
            yes + no + abstain >= ceil(total, p) &&
            yes >= ceil(total, a);
          expect(early?.outcome === "passed").toBe(executes);
        }),
        runs,
      );
    },
  );
});

describe("DAO DAO", () => {
  test.each([
    ["quorum 20 % of 1,000 is 200 cast, abstentions too", vote(1n, 0n, 199n), 1_000n, "passed"],
    ["199 is one too few", vote(1n, 0n, 198n), 1_000n, "no-quorum"],
    ["2·yes > yes + no: half is rejected", vote(100n, 100n, 0n), 1_000n, "rejected"],
    ["all abstain: options are 0, which fails", vote(0n, 0n, 200n), 1_000n, "rejected"],
  ])("boundary: %s", (_, weights, total, outcome) => {
    expect(decideWeights(daoDao, weights, total).outcome).toBe(outcome);
  });

  test("law: threshold 60 % with quorum 20 % conforms, closed over yes + no, open over total − abstain", () => {
    const pack: RulePack = { ...daoDao, approval: { share: 600_000n, comparison: "at-least" } };
    const quorum = (yes: bigint, no: bigint, abstain: bigint, total: bigint) => 5n * (yes + no + abstain) >= total;
    conforms(
      pack,
      (yes, no, abstain, total) =>
        quorum(yes, no, abstain, total) && yes + no > 0n && 10n * yes >= 6n * (yes + no) && yes > 0n,
    );
    fc.assert(
      fc.property(counts, ({ yes, no, abstain, rest }) => {
        const total = yes + no + abstain + rest;
        const options = total - abstain;
        const { early } = decideWeights(pack, vote(yes, no, abstain), total);
        const passes = quorum(yes, no, abstain, total) && yes > 0n && 10n * yes >= 6n * options;
        expect(early?.outcome === "passed").toBe(passes);
        if (options > 0n && 10n * no > 4n * options) expect(early?.outcome).toBe("rejected");
      }),
      runs,
    );
  });

  test("law: an absolute majority is measured of all weight less Abstain, and 100 % falls with any No", () => {
    const absolute: RulePack = {
      ...daoDao,
      quorum: { kind: "absolute", weight: 0n, counts: ["cast"] },
      approval: { share: 500_000n, comparison: "more-than", of: "open" },
    };
    conforms(absolute, (yes, _no, abstain, total) => 2n * yes > total - abstain);
    const all: RulePack = { ...absolute, approval: { share: 1_000_000n, comparison: "at-least", of: "open" } };
    conforms(all, (yes, _no, abstain, total) => total - abstain > 0n && yes === total - abstain);
    expect(decideWeights(all, vote(5n, 1n, 0n), 100n).early).toEqual({ outcome: "rejected", why: "settled" });
  });
});

describe("Livepeer", () => {
  test.each([
    ["33.33 % of 10,000 is 3,333, and all three sides count", vote(1n, 0n, 3_332n), 10_000n, "passed"],
    ["3,332 is one too few", vote(1n, 0n, 3_331n), 10_000n, "no-quorum"],
    ["For = Against passes: at least 50 %", vote(2_000n, 2_000n, 0n), 10_000n, "passed"],
    ["0 opinions pass at quorum, as protocol#654 found", vote(0n, 0n, 3_333n), 10_000n, "passed"],
    ["one opinion against, and it does not", vote(0n, 2n, 3_333n), 10_000n, "rejected"],
  ])("boundary: %s", (_, weights, total, outcome) => {
    expect(decideWeights(livepeer, weights, total).outcome).toBe(outcome);
  });

  test("boundary: percOf(3, 50 %) is floored to 1, so that 1 For stands against 2", () => {
    expect(decideWeights(livepeer, vote(1n, 2n, 3_330n), 10_000n).outcome).toBe("passed");
  });

  test("boundary: percOf(1, 50 %) is 0, which the contract passes without one For; these rules do not", () => {
    expect(decideWeights(livepeer, vote(0n, 1n, 3_332n), 10_000n).outcome).toBe("rejected");
  });

  test("law: with one For or more it conforms to For >= floor((For + Against) × 50 %)", () => {
    conforms(livepeer, (yes, no, abstain, total) => {
      const quorum = (total * 333_300n) / 1_000_000n <= yes + no + abstain;
      if (yes === 0n && no > 0n) return false;
      return quorum && (yes > 0n ? yes >= (yes + no) / 2n : abstain > 0n);
    });
  });
});

describe("Rocket Pool RPIP-33", () => {
  const power = (weights: Partial<Record<"for" | "against" | "abstain" | "veto", bigint>>, total: bigint) =>
    decideWeights(rocketPool, weights, total);

  test.each([
    ["51 % of 1,000 power is 510, veto ballots too", { for: 300n, abstain: 200n, veto: 10n }, "passed"],
    ["509 is one too few", { for: 300n, abstain: 200n, veto: 9n }, "no-quorum"],
    ["For must be greater than Against: 300 to 300", { for: 300n, against: 300n }, "rejected"],
    ["a veto also votes against: 300 For, 200 Against, 100 Veto", { for: 300n, against: 200n, veto: 100n }, "rejected"],
    ["the veto quorum of 510 defeats it whatever else", { for: 490n, veto: 510n }, "vetoed"],
    ["509 to veto is not enough, but against 491 For it fails", { for: 491n, veto: 509n }, "rejected"],
  ] as const)("boundary: %s", (_, weights, outcome) => {
    expect(power(weights, 1_000n).outcome).toBe(outcome);
  });

  test("behavior: a veto ends it before the end, because ballots are final", () => {
    expect(power({ veto: 510n }, 1_000n).early).toEqual({ outcome: "vetoed", why: "veto" });
  });
});

test("boundary: a third as a fraction is exact where 33.3333 % is not", () => {
  const pack = (share: string): RulePack => ({
    ...openZeppelin,
    quorum: { kind: "share", share: parseShare(share), rounding: "ceil", counts: ["for"] },
  });
  expect(decideWeights(pack("1/3"), vote(1_000_000n, 0n, 0n), 3_000_000n).outcome).toBe("passed");
  expect(decideWeights(pack("33.3334 %"), vote(1_000_000n, 0n, 0n), 3_000_000n).outcome).toBe("no-quorum");
  expect(decideWeights(pack("1/3"), vote(999_999n, 0n, 0n), 3_000_000n).outcome).toBe("no-quorum");
});
