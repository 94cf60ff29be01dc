import fc from "fast-check";
import { expect, test } from "vitest";
import { earnings } from "../../../../src/core/treasury/accounts/position-account.ts";
import type { FlowFact, PositionFacts, ReadingFact } from "../../../../src/core/treasury/position-facts.ts";

const about = {
  ...{ position: "here", leg: "", label: "Here", protocol: "Any", chain: 1 },
  token: { name: "coin", symbol: "COIN", decimals: 18 },
};

/** `worth` is what a share is worth after the move, in thousandths. */
type Move = { size: bigint; isIn: boolean; isSeen: boolean; isRead: boolean; worth: bigint };

const move: fc.Arbitrary<Move> = fc.record({
  size: fc.bigInt(1n, 10n ** 24n),
  isIn: fc.boolean(),
  isSeen: fc.boolean(),
  isRead: fc.boolean(),
  worth: fc.bigInt(0n, 5_000n),
});
const moves = fc.array(move, { minLength: 1, maxLength: 20 });

/** Plays moves of shares on a leg, of which some are in no log; `priced` where what they are worth changes. */
function play(kind: PositionFacts["kind"], steps: readonly Move[], priced: boolean) {
  let [shares, worth, hidden] = [0n, 1_000n, 0n];
  const readings: ReadingFact[] = [{ block: 0n, at: 0, amount: 0n, shares: 0n }];
  const flows: FlowFact[] = [];
  for (const [index, { size, isIn, isSeen, isRead, ...step }] of steps.entries()) {
    const [block, at] = [BigInt(index + 1), index + 1];
    const moved = isIn ? size : size % (shares + 1n);
    const amount = (moved * worth) / 1_000n;
    const flow = {
      transaction: `0x${index}`,
      logIndex: 0,
      part: 0,
      block,
      at,
      direction: isIn ? "in" : "out",
    } as const;
    if (isSeen) flows.push({ ...flow, amount, shares: moved });
    else hidden += isIn ? moved : -moved;
    shares += isIn ? moved : -moved;
    if (priced) worth = step.worth;
    if (isRead || index === steps.length - 1) readings.push({ block, at, amount: (shares * worth) / 1_000n, shares });
  }
  const facts: PositionFacts = { ...about, kind, readings, flows };
  return { facts, hidden, stretch: { from: 0, to: steps.length, opening: 0n, closing: BigInt(steps.length) } };
}

test("law: of a balance exactly what no log told is unexplained, and nothing is income", () => {
  fc.assert(
    fc.property(moves, fc.constantFrom("held" as const, "locked" as const), (steps, kind) => {
      const { facts, hidden, stretch } = play(kind, steps, false);
      expect(earnings(facts, stretch)).toMatchObject({ unexplained: hidden, income: 0n });
    }),
  );
});

test("law: of a pool nothing is unexplained while every log is seen, whatever its price does; the parts always add up", () => {
  fc.assert(
    fc.property(moves, fc.boolean(), (steps, isWhole) => {
      const { facts, stretch } = play("pooled", isWhole ? steps.map((one) => ({ ...one, isSeen: true })) : steps, true);
      const {
        opening = 0n,
        closing = 0n,
        paidIn,
        takenOut,
        income = 0n,
        converted = 0n,
        ...rest
      } = earnings(facts, stretch);
      expect(closing - opening).toBe(paidIn - takenOut + income + converted + (rest.unexplained ?? 0n));
      if (isWhole) expect(rest.unexplained).toBe(0n);
    }),
  );
});

test("behavior: what is owed is judged by its shares as well, with the sign of a debt", () => {
  const owed = { ...about, kind: "debt" as const };
  const readings = [
    { block: 1n, at: 1, amount: -100n, shares: -100n },
    { block: 2n, at: 2, amount: -330n, shares: -300n },
  ];
  const flow = { transaction: "0x", logIndex: 0, part: 0, block: 2n, at: 2, direction: "out", amount: 105n } as const;
  const stretch = { from: 1, to: 2, opening: 1n, closing: 2n };
  // 100 shares of debt that no log told, at 1.1 each.
  expect(earnings({ ...owed, readings, flows: [{ ...flow, shares: 100n }] }, stretch)).toMatchObject({
    ...{ unexplained: -110n, income: -15n },
  });
});
