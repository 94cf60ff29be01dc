import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { earnings, positionAccount } from "../../../../src/core/treasury/accounts/position-account.ts";
import type { FlowFact, PositionFacts, ReadingFact } from "../../../../src/core/treasury/position-facts.ts";

const token = { name: "usd", symbol: "tUSD", decimals: 6 };
const price = { name: "usd-usd", answer: 100_000_000n, decimals: 8, updatedAt: 0, stale: false, chain: 1, block: 1n };
const about = {
  position: "vault",
  leg: "",
  kind: "held" as const,
  label: "Vault",
  protocol: "erc4626",
  chain: 1,
  token,
};
const reading = (block: bigint, amount: bigint, shares?: bigint): ReadingFact => ({
  block,
  at: Number(block) * 100,
  amount,
  shares,
});
const flow = (block: bigint, direction: "in" | "out", amount: bigint): FlowFact => ({
  block,
  at: Number(block) * 100,
  direction,
  amount,
  ...{ transaction: `0x${block}`, logIndex: 0, part: 0 },
});
const over = (opening: bigint | undefined, closing: bigint | undefined) => ({
  from: Number(opening ?? 0n) * 100,
  to: Number(closing ?? 0n) * 100,
  opening,
  closing,
});

describe("earnings", () => {
  test("default: what changed beyond what was paid in and taken out", () => {
    const facts: PositionFacts = {
      ...about,
      readings: [reading(1n, 1_000n), reading(9n, 1_650n)],
      flows: [flow(3n, "in", 700n), flow(5n, "out", 100n)],
    };
    expect(earnings(facts, over(1n, 9n))).toMatchObject({
      opening: 1_000n,
      closing: 1_650n,
      paidIn: 700n,
      takenOut: 100n,
      income: 50n,
    });
  });

  test("behavior: what is owed less, and nobody is known to have repaid, is unexplained and no income", () => {
    const facts: PositionFacts = {
      ...about,
      kind: "debt",
      readings: [reading(1n, -1_000_000n, -1_000_000n), reading(9n, -450_000n, -400_000n)],
      flows: [flow(3n, "in", 110_000n)],
    };
    const { income, unexplained = 0n } = earnings(facts, over(1n, 9n));
    expect(unexplained).toBeGreaterThan(550_000n);
    expect(unexplained).toBeLessThan(580_000n);
    expect(income).toBe(440_000n - unexplained);
  });

  test("behavior: a loss is negative income, and its value is floored away from zero", () => {
    const facts: PositionFacts = {
      ...about,
      token: { ...token, decimals: 18 },
      readings: [reading(1n, 1_000n), reading(9n, 999n)],
      flows: [],
    };
    expect(positionAccount(facts, over(1n, 9n), over(1n, 9n), price)).toMatchObject({
      income: -1n,
      incomeUsd: -1n,
      closingUsd: 0n,
    });
  });

  test("boundary: a payment in the opening block is in its reading already, one in the closing block is in that one", () => {
    const facts: PositionFacts = {
      ...about,
      readings: [reading(1n, 100n), reading(9n, 150n)],
      flows: [flow(1n, "in", 100n), flow(9n, "in", 50n), flow(10n, "in", 7n)],
    };
    expect(earnings(facts, over(1n, 9n))).toMatchObject({ paidIn: 50n, income: 0n });
  });

  test("error: without a reading at an end the income is unknown, not zero", () => {
    const facts: PositionFacts = { ...about, readings: [reading(9n, 150n)], flows: [flow(5n, "in", 150n)] };
    expect(earnings(facts, over(undefined, 9n))).toMatchObject({
      opening: undefined,
      closing: 150n,
      paidIn: 150n,
      income: undefined,
    });
    expect(earnings(facts, over(1n, undefined)).income).toBeUndefined();
  });

  test("error: a silent or missing price gives no value, a stale one is used", () => {
    const facts: PositionFacts = { ...about, readings: [reading(1n, 100n), reading(9n, 150n)], flows: [] };
    expect(positionAccount(facts, over(1n, 9n), over(1n, 9n), { ...price, stale: true, silent: true })).toMatchObject({
      income: 50n,
      incomeUsd: undefined,
      closingUsd: undefined,
    });
    expect(positionAccount(facts, over(1n, 9n), over(1n, 9n), undefined).incomeUsd).toBeUndefined();
    const stale = { ...price, stale: true, silent: false };
    expect(positionAccount(facts, over(1n, 9n), over(1n, 9n), stale).incomeUsd).toBe(5_000n);
  });
});

describe("rates", () => {
  const PER_CENT = 10n ** 25n;
  const day = (index: number, amount: bigint, quoted?: bigint): ReadingFact => {
    return { block: BigInt(index), at: index * 86_400, amount, shares: undefined, quoted };
  };
  const over = { from: 0, to: 10 * 86_400, opening: 0n, closing: 10n };
  const rates = (kind: "held" | "debt", readings: ReadingFact[]) => {
    const { apr, quoted } = positionAccount({ ...about, kind, readings, flows: [] }, over, over, price);
    return { apr, quoted };
  };

  test("default: what was promised is the mean of what the readings tell, by how long each told it", () => {
    const readings = [
      day(0, 365_000n, 3n * PER_CENT),
      day(8, 365_080n, 8n * PER_CENT),
      day(10, 365_100n, 90n * PER_CENT),
    ];
    expect(rates("held", readings)).toEqual({ apr: 10_000n, quoted: 40_000n });
  });

  test("behavior: a debt's rates are negative, what it cost and what it was said to cost", () => {
    const readings = [day(0, -365_000n, 3n * PER_CENT), day(10, -365_200n)];
    expect(rates("debt", readings)).toEqual({ apr: -20_000n, quoted: -30_000n });
  });

  test("error: where a stretch had no promised rate there is none, and none without an end", () => {
    const untold = [day(0, 365_000n, 3n * PER_CENT), day(8, 365_080n), day(10, 365_100n, 3n * PER_CENT)];
    expect(rates("held", untold)).toEqual({ apr: 10_000n, quoted: undefined });
    expect(rates("held", [day(0, 365_000n, PER_CENT)])).toEqual({ apr: undefined, quoted: undefined });
  });
});

describe("unexplained shares", () => {
  const scale = 1_000_000n;

  test("default: interest alone and logged payments leave nothing unexplained", () => {
    const fair = [reading(1n, 1_000n * scale, 1_000n * scale), reading(9n, 1_616n * scale, 1_594n * scale)];
    expect(
      earnings({ ...about, readings: fair, flows: [flow(3n, "in", 600n * scale)] }, over(1n, 9n)).unexplained,
    ).toBe(0n);
  });

  test("behavior: shares that arrived without a payment are kept out of income", () => {
    const readings = [reading(1n, 1_000n * scale, 1_000n * scale), reading(9n, 1_212n * scale, 1_200n * scale)];
    const earned = earnings({ ...about, readings, flows: [] }, over(1n, 9n));
    expect(earned.unexplained).toBe(202n * scale);
    expect(earned.income).toBe(10n * scale);
  });

  test("behavior: positions without shares cannot be checked, and say so", () => {
    expect(
      earnings({ ...about, readings: [reading(1n, 5n), reading(9n, 6n)], flows: [] }, over(1n, 9n)).unexplained,
    ).toBeUndefined();
  });

  test("behavior: where a log tells its shares, they are exact, and even a first deposit is judged", () => {
    const readings = [reading(1n, 0n, 0n), reading(9n, 110n * scale, 100n * scale)];
    const paid = { ...flow(3n, "in", 50n * scale), shares: 50n * scale };
    const earned = earnings({ ...about, readings, flows: [paid] }, over(1n, 9n));
    expect(earned).toMatchObject({ unexplained: 55n * scale, income: 5n * scale });
    // What a vault keeps of a withdrawal is a loss, and no shares that went by themselves.
    const kept = [reading(1n, 100n * scale, 100n * scale), reading(9n, 50n * scale, 50n * scale)];
    const taken = { ...flow(3n, "out", 49n * scale), shares: 50n * scale };
    expect(earnings({ ...about, readings: kept, flows: [taken] }, over(1n, 9n))).toMatchObject({
      ...{ unexplained: 0n, income: -scale },
    });
  });

  test("law: an honest vault leaves nothing unexplained, whatever is paid in or out at whatever price between the readings", () => {
    const step = fc.record({
      grow: fc.bigInt(0n, 10n ** 7n),
      direction: fc.constantFrom("in" as const, "out" as const),
      amount: fc.bigInt(1_000_000n, 10n ** 12n),
      read: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        // A vault with others' deposits, so that a withdrawal of ours never empties it: shares and assets as ERC-4626 rounds them.
        let [assets, supply, ours] = [10n ** 13n, 10n ** 13n, 10n ** 12n];
        const worth = () => (ours * assets) / supply;
        const readings = [reading(1n, worth(), ours)];
        const flows: FlowFact[] = [];
        for (const [index, { grow, direction, amount, read }] of steps.entries()) {
          const block = BigInt(index + 2);
          assets += (assets * grow) / 10n ** 10n;
          const paid = direction === "in" ? amount : amount % (worth() / 2n);
          const shares = direction === "in" ? (paid * supply) / assets : (paid * supply + assets - 1n) / assets;
          const sign = direction === "in" ? 1n : -1n;
          [assets, supply, ours] = [assets + sign * paid, supply + sign * shares, ours + sign * shares];
          flows.push(flow(block, direction, paid));
          if (read || index === steps.length - 1) readings.push(reading(block, worth(), ours));
        }
        const earned = earnings({ ...about, readings, flows }, over(1n, BigInt(steps.length + 1)));
        expect(earned.unexplained).toBe(0n);
        expect(earned.income).toBeGreaterThanOrEqual(BigInt(-2 * steps.length));
      }),
      { numRuns: 300 },
    );
  });
});

describe("unexplained shares of a pool", () => {
  const pooled = { ...about, kind: "pooled" as const };
  const moved = (block: bigint, direction: "in" | "out", amount: bigint, shares: bigint): FlowFact => {
    return { ...flow(block, direction, amount), shares };
  };
  const grown = (block: bigint, amount: bigint, shares: bigint, growth: bigint): ReadingFact => {
    return { ...reading(block, amount, shares), growth: growth * 10n ** 27n };
  };

  test("default: shares whose logs tell them leave nothing, whatever the price made of the amount", () => {
    const readings = [reading(1n, 1_000n, 100n), reading(9n, 300n, 150n)];
    const facts = { ...pooled, readings, flows: [moved(3n, "in", 700n, 70n), moved(4n, "out", 90n, 20n)] };
    expect(earnings(facts, over(1n, 9n))).toMatchObject({ unexplained: 0n, converted: -1_310n, income: 0n });
  });

  test("behavior: a deposit nobody saw is its part of the closing, and neither income nor exchange", () => {
    const readings = [grown(1n, 1_000n, 100n, 10n), grown(9n, 2_400n, 200n, 12n)];
    // On what was held all the while: a sixth of 1,200.
    expect(earnings({ ...pooled, readings, flows: [] }, over(1n, 9n))).toMatchObject({
      ...{ unexplained: 1_200n, converted: 0n, income: 200n },
    });
  });

  test("behavior: all of it gone without a log is the opening, and what came and went between two readings is what was paid", () => {
    const gone = [reading(1n, 1_000n, 100n), reading(9n, 0n, 0n)];
    expect(earnings({ ...pooled, readings: gone, flows: [] }, over(1n, 9n))).toMatchObject({
      ...{ unexplained: -1_000n, converted: 0n },
    });
    const between = [reading(1n, 0n, 0n), reading(9n, 0n, 0n)];
    const flows = [moved(3n, "in", 500n, 100n)];
    expect(earnings({ ...pooled, readings: between, flows }, over(1n, 9n))).toMatchObject({
      ...{ unexplained: -500n, converted: 0n },
    });
  });

  test("boundary: a side that holds nothing of its token has nothing to explain", () => {
    const readings = [reading(1n, 1_000n, 100n), reading(9n, 0n, 150n)];
    expect(earnings({ ...pooled, readings, flows: [] }, over(1n, 9n))).toMatchObject({
      ...{ unexplained: 0n, converted: -1_000n },
    });
  });

  test("error: a flow without its shares, as older versions booked it, leaves it unknown", () => {
    const readings = [reading(1n, 1_000n, 100n), reading(9n, 1_100n, 110n)];
    const { unexplained, converted } = earnings({ ...pooled, readings, flows: [flow(3n, "in", 100n)] }, over(1n, 9n));
    expect([unexplained, converted]).toEqual([undefined, 0n]);
  });
});

const anyFacts = fc
  .record({
    amounts: fc.array(
      fc.record({
        amount: fc.bigInt(0n, 10n ** 30n),
        shares: fc.option(fc.bigInt(0n, 10n ** 30n), { nil: undefined }),
      }),
      { minLength: 3, maxLength: 9 },
    ),
    flows: fc.array(
      fc.record({
        block: fc.bigInt(0n, 100n),
        direction: fc.constantFrom("in" as const, "out" as const),
        amount: fc.bigInt(0n, 10n ** 30n),
      }),
      { maxLength: 20 },
    ),
    middle: fc.nat(),
  })
  .map(({ amounts, flows, middle }) => {
    const readings = amounts.map(({ amount, shares }, index) => reading(BigInt(index * 10), amount, shares));
    const last = BigInt((amounts.length - 1) * 10);
    return {
      facts: { ...about, readings, flows: flows.map((f) => flow(f.block, f.direction, f.amount)) },
      last,
      middle: BigInt((1 + (middle % (amounts.length - 2))) * 10),
    };
  });

test("law: closing − opening = paid in − taken out + income + unexplained, exactly", () => {
  fc.assert(
    fc.property(anyFacts, ({ facts, last }) => {
      const {
        opening = 0n,
        closing = 0n,
        paidIn,
        takenOut,
        income = 0n,
        unexplained = 0n,
      } = earnings(facts, over(0n, last));
      expect(closing - opening).toBe(paidIn - takenOut + income + unexplained);
    }),
  );
});

test("law: splitting a period at any reading sums exactly", () => {
  fc.assert(
    fc.property(anyFacts, ({ facts, last, middle }) => {
      const [whole, first, second] = [
        earnings(facts, over(0n, last)),
        earnings(facts, over(0n, middle)),
        earnings(facts, over(middle, last)),
      ];
      expect(first.paidIn + second.paidIn).toBe(whole.paidIn);
      expect(first.takenOut + second.takenOut).toBe(whole.takenOut);
      const known = [first, second, whole].every(({ unexplained }) => unexplained !== undefined);
      if (!known) return;
      expect((first.unexplained ?? 0n) + (second.unexplained ?? 0n)).toBe(whole.unexplained);
      expect((first.income ?? 0n) + (second.income ?? 0n)).toBe(whole.income);
    }),
  );
});

test("boundary: a loss at whose pace more than all would be gone within a year is no yearly rate; of a debt it is one", () => {
  const rateOf = (kind: "held" | "debt", sign: bigint, closing: bigint) => {
    const readings = [reading(1n, sign * 1_000_000n), reading(6_050n, sign * closing)];
    const stretch = over(1n, 6_050n);
    return positionAccount({ ...about, kind, readings, flows: [] }, stretch, stretch, price).apr;
  };
  expect(rateOf("held", 1n, 990_000n)).toBeLessThan(-500_000n);
  expect(rateOf("held", 1n, 500_000n)).toBeUndefined();
  expect(rateOf("debt", -1n, 1_500_000n)).toBeLessThan(-1_000_000n);
});
