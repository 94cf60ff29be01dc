import { Resvg } from "@resvg/resvg-js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Statement } from "../../src/core/treasury/statement.ts";
import { fontFiles } from "../../src/reports/drawing/fonts.ts";
import { palette, seriesColours } from "../../src/reports/drawing/palette.ts";
import { renderPng } from "../../src/reports/drawing/render-png.ts";
import { textWidth } from "../../src/reports/drawing/text-width.ts";
import { fleetPicture } from "../../src/reports/fleet-picture.ts";
import { PICTURE, statementPicture } from "../../src/reports/picture.ts";
import { pictureWords } from "../../src/reports/picture-words.ts";
import { rewardsPicture } from "../../src/reports/rewards-picture.ts";
import { END, exampleFacts, exampleStatement } from "../support/statements.ts";
import { svgFaults, svgTexts as texts } from "../support/svg-texts.ts";

const DAY = 86_400;
const hostile = "<script>&\"'\u0000\u202e→ ünï 漢字 ".repeat(3);

function odd(): Record<string, Statement> {
  const facts = exampleFacts();
  const vault = facts.positions[0];
  const losing = facts.positions.map((position) => ({
    ...position,
    readings: position.readings.map((reading, index) => ({
      ...reading,
      amount: reading.amount - BigInt(index % 60) * 10n ** 8n,
    })),
  }));
  const hole = ({ at = 0, timestamp = at }: { at?: number; timestamp?: number }) =>
    timestamp < END - 6 * DAY || timestamp > END - 4 * DAY;
  return {
    normal: exampleStatement(),
    empty: exampleStatement({ nodes: 0 }, { positions: [], sources: [] }),
    "one day": exampleStatement({ nodes: 1 }, { days: [{ from: END - DAY, to: END }] }),
    month: exampleStatement({ every: "month", nodes: 300 }),
    losing: exampleStatement({}, { positions: losing }),
    unpriced: exampleStatement({ priced: false }),
    holes: exampleStatement(
      {},
      {
        readAt: facts.readAt.filter(hole),
        positions: facts.positions.map((position) => ({ ...position, readings: position.readings.filter(hole) })),
      },
    ),
    "many positions": exampleStatement(
      {},
      {
        positions: Array.from({ length: 9 }, (_, index) => ({
          ...(vault ?? losing[0]),
          position: `p${index}`,
          label: `Position ${index} of a very long name indeed`,
        })) as typeof facts.positions,
      },
    ),
    hostile: exampleStatement(
      {},
      {
        community: hostile,
        title: hostile,
        marks: [
          { at: END - 3 * DAY, label: hostile },
          { at: END - 5, label: hostile },
        ],
      },
    ),
  };
}

describe("statementPicture", () => {
  test.each(Object.entries(odd()))(
    "boundary: %s is well-formed, has no text below 26 pixels, and nothing reaches over the edge or over other text",
    (_, statement) => {
      const svg = statementPicture(statement);
      expect(svgFaults(svg)).toEqual([]);
      expect(svg).not.toContain("<script>");
    },
  );

  test("behavior: a legend that is too wide for the title's line has lines of its own, and the picture grows by them", () => {
    const tall = (statement: Statement) => Number(/height="(\d+)"/.exec(statementPicture(statement))?.[1]);
    expect(tall(exampleStatement({ priced: false }))).toBe(PICTURE.height);
    expect(tall(exampleStatement())).toBe(PICTURE.height + 40);
    expect(tall(odd()["many positions"] ?? exampleStatement())).toBe(PICTURE.height + 80);
  });

  test("behavior: a position of several legs is one, the largest is first, and what a debt costs is no yield", () => {
    const statement = exampleStatement();
    const [vault] = statement.positions;
    if (vault === undefined) throw new Error("The example has positions.");
    const lent = { ...vault, position: "market", leg: "supplied", label: "Market · supplied", closingUsd: 10n ** 15n };
    const owed = {
      ...lent,
      leg: "debt",
      kind: "debt" as const,
      label: "Market · debt",
      apr: -90_000n,
      closingUsd: -(10n ** 14n),
    };
    const shown = texts(statementPicture({ ...statement, positions: [...statement.positions, lent, owed] }));
    const panel = shown.filter(({ left }) => left > 790).map(({ text }) => text);
    expect(panel.indexOf("Market")).toBeLessThan(panel.indexOf("Reserve Vault tUSD"));
    expect(panel).toContain("$9,000,000");
    expect(shown.map(({ text }) => text)).toEqual(expect.arrayContaining(["3 positions", "5.99 % a year"]));
    expect(shown.map(({ text }) => text).join()).not.toContain("−9 %");
  });

  test("boundary: where nothing of a source is known, no scale and no sum is made up", () => {
    const statement = exampleStatement({}, { sources: [] });
    const income = statement.history.income.map((one) => ({ ...one, usd: one.usd.map(() => undefined) }));
    const svg = statementPicture({ ...statement, history: { ...statement.history, income, regions: [] } });
    const shown = texts(svg).map(({ text }) => text);
    expect(shown.filter((text) => /^\$\d(\.\d)?$/.test(text))).toEqual(["$0"]);
    expect(shown).not.toContain("net");
    expect(svg.match(/fill="url\(#unknown\)"/g)).toHaveLength(statement.history.days.length);
  });

  test("behavior: the sum of all sources is a line with a gap where a part of a day is unknown", () => {
    const statement = exampleStatement();
    const [first, second] = statement.history.income;
    if (first === undefined || second === undefined) throw new Error("The example has two sources.");
    const drawn = (usd: readonly (bigint | undefined)[]) =>
      statementPicture({ ...statement, history: { ...statement.history, income: [first, { ...second, usd }] } });
    const days = statement.history.days.length;
    const circles = (svg: string) => svg.match(/<circle/g)?.length;
    expect(texts(drawn(second.usd)).map(({ text }) => text)).toContain("net");
    expect(circles(drawn(second.usd))).toBe(days + 1);
    expect(circles(drawn(second.usd.map((value, day) => (day % 4 === 1 ? undefined : value))))).toBe(
      days + 1 - Math.ceil((days - 1) / 4),
    );
    const alone = { ...statement, history: { ...statement.history, income: [first] } };
    expect(texts(statementPicture(alone)).map(({ text }) => text)).not.toContain("net");
  });

  test("behavior: a picture of periods shorter than a day speaks of periods, and tells their times apart", () => {
    const every = { seconds: 30 };
    const facts = exampleFacts({ every });
    const sources = facts.sources.map((source) => ({
      ...source,
      payments: facts.days.slice(1).map(({ from }) => ({ node: "1", at: from, amount: 1n })),
    }));
    const minutes = exampleStatement({ every }, { sources });
    const shown = texts(statementPicture(minutes)).map(({ text }) => text);
    expect(shown).toEqual(
      expect.arrayContaining(["24 nodes, by period", "11 periods", "22 Nov 2026, 23:59:30 – 00:00"]),
    );
    expect(statementPicture(minutes)).not.toMatch(/\bdays?\b/);
    const times = texts(statementPicture(minutes)).filter(({ text }) => /^\d\d:\d\d(:30)?$/.test(text));
    expect(times.length).toBeGreaterThan(3);
    expect(new Set(times.map(({ text }) => text)).size).toBe(times.length);
    expect(statementPicture(exampleStatement())).toContain(", by day");
  });

  test("default: the PNG has the picture's size, in good time", async () => {
    const started = performance.now();
    const png = await renderPng(statementPicture(exampleStatement({ every: "month" })));
    expect([png.toString("latin1", 1, 4), png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([
      "PNG",
      PICTURE.width,
      PICTURE.height + 40,
    ]);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test("behavior: bars stand for what was paid: the same statement draws the same picture, another another", () => {
    expect(statementPicture(exampleStatement())).toBe(statementPicture(exampleStatement()));
    expect(statementPicture(exampleStatement())).not.toBe(statementPicture(exampleStatement({ nodes: 23 })));
  });

  test("behavior: words say the main figures for those who do not see them, within what Discord takes", () => {
    for (const statement of Object.values(odd())) expect(pictureWords(statement).length).toBeLessThanOrEqual(1_000);
    expect(pictureWords(exampleStatement())).toContain("Income +$908.92");
    expect(pictureWords(exampleStatement({ priced: false }))).toContain("Income unknown");
  });
});

test("default: a few nodes' picture renders with any of them missing everything, votes marked or not", async () => {
  const days = Array.from({ length: 30 }, (_, index) => ({
    from: END - (30 - index) * DAY,
    to: END - (29 - index) * DAY,
  }));
  const token = { name: "helio", symbol: "HELIO", decimals: 18 };
  const vote = { at: END - 4 * DAY, label: hostile };
  for (const [count, marks] of [
    [0, []],
    [1, [vote]],
    [5, []],
    [24, [vote]],
  ] as const) {
    const nodes = Array.from({ length: count }, (_, node) => ({
      node: String(node),
      pays: days.map((_day, day) => (node === 0 ? ("missed" as const) : BigInt(day) * 10n ** 18n)),
      middles: days.map((_day, day) => (day % 9 === 0 ? undefined : 12n * 10n ** 18n)),
      last30: 435n * 10n ** 18n,
      above: node === 0 ? undefined : -7n,
    }));
    const whole = { title: "Your nodes", token, timeZone: "UTC", word: "day", marks, total: 10n ** 21n, of: count };
    const svg = rewardsPicture({ ...whole, epochs: days, nodes });
    expect(svgFaults(svg)).toEqual([]);
    expect((await renderPng(svg)).readUInt32BE(16)).toBe(1_200);
    const regions = nodes.map(({ node }) => ({ region: node, byEpoch: days.map(() => 10n ** 18n) }));
    expect(svgFaults(fleetPicture({ ...whole, epochs: days, regions }))).toEqual([]);
  }
});

test.each([
  [-2_000_095_000_000n, "known −$20k"],
  [999_900_000_000n, "known $9,999.00"],
  [-123_456_789_000_000_000n, "known −$1.23B"],
])("boundary: %i of what is known of the income is rounded rather than cut off", (incomeUsd, said) => {
  const statement = exampleStatement({ priced: false });
  const shown = texts(statementPicture({ ...statement, known: { ...statement.known, incomeUsd } }));
  expect(shown.map(({ text }) => text)).toContain(said);
});

test("law: text is drawn no wider than it is measured", () => {
  const render = (text: string, weight: number) => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="4000" height="80"><text x="50" y="50" font-family="Inter" font-size="26" font-weight="${weight}">${text}</text></svg>`;
    return (
      new Resvg(svg, { font: { loadSystemFonts: false, fontFiles: Object.values(fontFiles) } }).getBBox()?.width ?? 0
    );
  };
  fc.assert(
    fc.property(
      fc.stringMatching(/^[A-Za-z0-9$%.,+−→·…() -]{1,40}$/),
      fc.constantFrom(400 as const, 600 as const, 700 as const),
      (text, weight) => {
        expect(render(text, weight)).toBeLessThanOrEqual(textWidth(text, 26, weight) + 4);
      },
    ),
    { numRuns: 60 },
  );
});

test("behavior: every colour can be told from the card, text with the contrast of WCAG AA", () => {
  for (const colour of [palette.strong, palette.soft, palette.alert, palette.mark])
    expect(contrast(colour, palette.card)).toBeGreaterThanOrEqual(4.5);
  for (const colour of seriesColours) expect(contrast(colour, palette.card)).toBeGreaterThanOrEqual(3);
  expect(contrast(palette.alert, palette.paid)).toBeGreaterThanOrEqual(2.5);
});

function contrast(one: string, other: string): number {
  const light = (colour: string) => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [high = 1, low = 0] = [light(one), light(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}
