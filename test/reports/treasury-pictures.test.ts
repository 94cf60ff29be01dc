import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { NodePay } from "../../src/core/rewards/node-pay.ts";
import type { Waterfall } from "../../src/core/treasury/ledger/waterfall.ts";
import { USD } from "../../src/core/treasury/money.ts";
import type { PositionAccount, Statement } from "../../src/core/treasury/statement.ts";
import { chartData } from "../../src/reports/chart-data.ts";
import { nodesPicture, nodesWords } from "../../src/reports/nodes-picture.ts";
import { statementPicture } from "../../src/reports/picture.ts";
import { promisePicture, promiseWords } from "../../src/reports/promise-picture.ts";
import { waterfallPicture, waterfallWords } from "../../src/reports/waterfall-picture.ts";
import { waterfallSteps } from "../../src/reports/waterfall-steps.ts";
import { END, exampleStatement, exampleWaterfall } from "../support/statements.ts";
import { svgFaults, svgTexts } from "../support/svg-texts.ts";

const DAY = 86_400;
const PICTURES = [statementPicture, waterfallPicture, promisePicture, nodesPicture];
const WORDS = [waterfallWords, promiseWords, nodesWords];
const plain = exampleStatement({ every: "month", nodes: 300 });

/** A month of three hundred nodes, with a waterfall and a promise. */
function month(changes: Partial<Statement> = {}): Statement {
  const positions = plain.positions.map((position) => ({ ...position, quoted: 61_000n }));
  return { ...plain, positions, waterfall: exampleWaterfall(), ...changes };
}

function leg(changes: Partial<PositionAccount>): PositionAccount {
  const [first] = plain.positions;
  if (first === undefined) throw new Error("The example has positions.");
  return { ...first, ...changes };
}

const shown = (svg: string | undefined) => svgTexts(svg ?? "").map(({ text }) => text);

test("default: each is drawn without a fault, and said in words", () => {
  for (const draw of PICTURES) expect(svgFaults(draw(month()) ?? "")).toEqual([]);
  for (const say of WORDS) expect(say(month())?.length).toBeLessThanOrEqual(1_000);
});

test("boundary: none is drawn where there is nothing to see", () => {
  const quiet = exampleStatement({ nodes: 0 });
  const still = exampleWaterfall({
    paidIn: 0n,
    paidOut: 0n,
    realised: 0n,
    accrued: 0n,
    expenses: 0n,
    capitalUnrealised: 0n,
  });
  for (const statement of [quiet, { ...quiet, waterfall: still }])
    for (const draw of [waterfallPicture, promisePicture, nodesPicture, ...WORDS])
      expect(draw(statement)).toBeUndefined();
});

describe("waterfallPicture", () => {
  test("behavior: where changes are small against the whole, it says where its axis begins", () => {
    expect(shown(waterfallPicture(month()))).toContain(
      "The axis begins at $234,400, not at $0, so that the changes can be seen.",
    );
    const large = shown(waterfallPicture(month({ waterfall: exampleWaterfall({ opening: USD }) })));
    expect(large.join()).not.toContain("begins");
    const owing = exampleWaterfall({ opening: -24_012_345_678_901n });
    expect(shown(waterfallPicture(month({ waterfall: owing }))).join()).toContain("begins at −$236,900");
  });

  test("behavior: steps of nothing are left out, and what is unexplained is named from a cent on", () => {
    const names = (changes: Partial<Waterfall>) => waterfallSteps(exampleWaterfall(changes)).map(({ name }) => name);
    expect(names({ paidIn: 0n, accrued: 0n })).toEqual(["Opening", "Paid out", "Income", "Costs", "Price", "Closing"]);
    expect(names({ residual: USD / 100n - 1n })).not.toContain("Unexplained");
    expect(names({ residual: -USD / 100n })).toContain("Unexplained");
    expect(names({ capitalRealised: 5n * USD })).not.toContain("Price, sold");
    expect(names({ capitalRealised: 500n * USD })).toEqual(expect.arrayContaining(["Price, sold", "Price, held"]));
  });

  test("behavior: tokens without a price are named, or counted where they are many", () => {
    const leftOut = Array.from({ length: 30 }, (_, index) => `TOKEN${index}`);
    const [note = ""] = shown(waterfallPicture(month({ waterfall: exampleWaterfall({ leftOut }) }))).slice(-1);
    expect(note).toMatch(/^Left out, for want of a price: TOKEN0, TOKEN1.* and \d+ more\.$/);
    expect(waterfallWords(month({ waterfall: exampleWaterfall({ leftOut: ["OLD"] }) }))).toContain("price: OLD.");
  });
});

describe("promisePicture", () => {
  test("behavior: the largest ten are shown with both rates, the rest is counted", () => {
    const positions = Array.from({ length: 13 }, (_, index) =>
      leg({
        label: `Leg ${index}`,
        quoted: index % 2 ? 31_000n : undefined,
        apr: 29_400n,
        closingUsd: BigInt(index) * USD,
      }),
    );
    const texts = shown(promisePicture(month({ positions })));
    expect(texts.filter((text) => text.startsWith("Leg "))).toEqual(
      Array.from({ length: 10 }, (_, index) => `Leg ${12 - index}`),
    );
    expect(texts).toEqual(
      expect.arrayContaining(["promised 3.1 %, got 2.94 %", "got 2.94 %", "and 3 smaller positions"]),
    );
  });

  test("behavior: a debt was promised to cost a rate and cost one; what is too young has no rate yet", () => {
    const owed = leg({ kind: "debt", quoted: -55_000n, apr: -57_000n });
    expect(shown(promisePicture(month({ positions: [owed] })))).toContain("promised to cost 5.5 %, cost 5.7 %");
    const young = leg({ quoted: 50_000n, apr: undefined });
    expect(shown(promisePicture(month({ positions: [young] })))).toContain("promised 5 %, no rate yet");
  });
});

test("behavior: the nodes' picture counts who is not on it, and marks votes", () => {
  const marks = [{ at: END - 6 * DAY, label: "Lower the fee" }];
  const texts = shown(nodesPicture(month({ marks })));
  expect(texts).toContain("40 of 300 nodes: those that missed most. 123 more nodes missed some too.");
  expect(texts).toContain("Lower the fee");
  expect(nodesWords(month())).toContain("40 of 300 nodes");
});

test("behavior: a day's pictures say over which time rates are measured and payments shown", () => {
  const day = exampleStatement();
  const positions = day.positions.map((position) => ({ ...position, quoted: 61_000n }));
  expect(shown(promisePicture({ ...day, positions }))).toContain("16 – 22 Nov 2026");
  expect(shown(nodesPicture(day))).toContain("9 – 22 Nov 2026");
});

const amount = fc.oneof(
  fc.constant(0n),
  fc.bigInt(-1_000n * USD, 1_000n * USD),
  fc.bigInt(-(10n ** 15n), 10n ** 15n),
  fc.bigInt(-(10n ** 30n), 10n ** 30n),
);
const name = fc.oneof(fc.string({ maxLength: 60 }), fc.string({ unit: "binary", minLength: 1, maxLength: 40 }));
const rate = fc.option(fc.oneof(fc.bigInt(-200_000n, 200_000n), fc.bigInt(-(10n ** 12n), 10n ** 12n)), {
  nil: undefined,
});
const waterfalls = fc
  .record({
    ...{ opening: amount, paidIn: amount, paidOut: amount, realised: amount, accrued: amount, expenses: amount },
    ...{ capitalRealised: amount, capitalUnrealised: amount, internal: amount, residual: amount },
    leftOut: fc.array(name, { maxLength: 12 }),
  })
  .map((parts) => exampleWaterfall(parts));
const legs = fc.array(
  fc
    .record({
      ...{ label: name, quoted: rate, apr: rate, kind: fc.constantFrom("held" as const, "debt" as const) },
      closingUsd: fc.option(amount, { nil: undefined }),
    })
    .map(leg),
  { maxLength: 14 },
);
const pay = fc.constantFrom<NodePay>("missed", "absent", 5n);
const histories = fc
  .integer({ min: 1, max: 31 })
  .chain((count) => {
    const each = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: count, maxLength: count });
    return fc.record({
      days: fc.constant(
        Array.from({ length: count }, (_, day) => ({
          from: END - (count - day) * DAY,
          to: END - (count - day - 1) * DAY,
        })),
      ),
      income: fc.array(
        fc.record({
          kind: fc.constant("yield" as const),
          name,
          label: name,
          usd: each(fc.option(amount, { nil: undefined })),
        }),
        { maxLength: 12 },
      ),
      regions: fc.constant([]),
      nodes: fc.array(fc.record({ source: fc.constantFrom("a", "b"), node: name, region: name, days: each(pay) }), {
        maxLength: 40,
      }),
      more: fc.integer({ min: 0, max: 9_000 }),
    });
  })
  .map(({ more, ...history }) => {
    const missed = history.nodes.filter(({ days }) => days.includes("missed")).length;
    const hidden = history.nodes.length < 40 ? 0 : more;
    const alsoMissed = missed === history.nodes.length ? hidden : 0;
    return { ...history, nodesInAll: history.nodes.length + hidden, nodesMissed: missed + alsoMissed };
  });
const marks = fc.array(fc.record({ at: fc.integer({ min: END - 31 * DAY, max: END - 1 }), label: name }), {
  maxLength: 3,
});
const statements = fc
  .record({ waterfall: waterfalls, positions: legs, history: histories, marks, community: name })
  .map((changes): Statement => ({ ...exampleStatement({ nodes: 0 }), ...changes }));

test("law: whatever a statement holds, nothing on a picture lies over other text, outside, or is no number", () => {
  fc.assert(
    fc.property(statements, (statement) => {
      for (const draw of PICTURES) expect(svgFaults(draw(statement) ?? "")).toEqual([]);
      for (const say of WORDS) expect(say(statement)?.length ?? 0).toBeLessThanOrEqual(1_000);
    }),
    { numRuns: 200 },
  );
});

test("law: a waterfall's bars lead from the opening to the closing value, but for less than a cent", () => {
  fc.assert(
    fc.property(waterfalls, (waterfall) => {
      const steps = waterfallSteps(waterfall);
      const changes = steps.slice(1, -1);
      let level = waterfall.opening;
      for (const { from, to, amount: changed } of changes) {
        expect(from).toBe(level);
        expect(to - from).toBe(changed);
        expect(changed).not.toBe(0n);
        level = to;
      }
      const short = waterfall.closing - level;
      expect(short < 0n ? -short : short).toBeLessThan(USD / 100n);
    }),
  );
});

test("law: a day's bars and its net are the sum of all its sources, however many are drawn as one", () => {
  const close = (one: number, other: number) => Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one), reach);
  let reach = 0;
  fc.assert(
    fc.property(statements, (statement) => {
      const { series, net, unknown } = chartData(statement);
      const { days, income } = statement.history;
      for (const day of days.keys()) {
        const dollars = income
          .map(({ usd }) => usd[day])
          .map((value) => (value === undefined ? undefined : Number(value) / 1e8));
        const whole = dollars.reduce<number>((sum, value) => sum + (value ?? 0), 0);
        reach = dollars.reduce<number>((most, value) => Math.max(most, Math.abs(value ?? 0)), 0);
        const isUnknown = dollars.includes(undefined);
        expect(unknown[day] ?? false).toBe(isUnknown);
        if (isUnknown) expect(net?.[day]).toBeUndefined();
        else {
          expect(
            close(
              whole,
              series.reduce((sum, { values }) => sum + (values[day] ?? 0), 0),
            ),
          ).toBe(true);
          expect(close(whole, net?.[day] ?? whole)).toBe(true);
        }
      }
    }),
  );
});
