import type { Statement } from "../src/core/treasury/statement.ts";
import { renderPng } from "../src/reports/drawing/render-png.ts";
import { nodesPicture } from "../src/reports/nodes-picture.ts";
import { statementPicture } from "../src/reports/picture.ts";
import { promisePicture } from "../src/reports/promise-picture.ts";
import { waterfallPicture } from "../src/reports/waterfall-picture.ts";
import { exampleStatement, exampleWaterfall } from "../test/support/statements.ts";
import { percentile, print, round } from "./figure.ts";

const RUNS = 40;

const pictures: Record<string, (statement: Statement) => string | undefined> = {
  report: statementPicture,
  waterfall: waterfallPicture,
  promises: promisePicture,
  nodes: nodesPicture,
};

/** How long each picture of a month's report takes, of 3,000 nodes, 12 sources and 12 positions: its SVG within the process, and the whole PNG. */
export async function measurePictures(): Promise<void> {
  const statement = largeMonth();
  for (const [name, draw] of Object.entries(pictures)) {
    const [inside, whole]: [number[], number[]] = [[], []];
    let bytes = 0;
    for (let run = 0; run < RUNS; run += 1) {
      const began = performance.now();
      const svg = draw(statement);
      inside.push(performance.now() - began);
      if (svg === undefined) throw new Error(`There was nothing to draw for ${name}.`);
      bytes = (await renderPng(svg)).length;
      whole.push(performance.now() - began);
    }
    const facts = { runs: RUNS, kilobytes: round(bytes / 1_000) };
    report(`picture-${name}-svg`, inside, facts);
    report(`picture-${name}-png`, whole, facts, "< 300");
  }
}

function report(figure: string, times: readonly number[], facts: Record<string, number>, target?: string): void {
  const median = round(percentile(times, 0.5));
  print({
    figure,
    value: median,
    unit: "ms",
    ...(target && { target }),
    facts: { ...facts, max: round(Math.max(...times)) },
  });
}

/** A month as full as a picture can be. */
function largeMonth(): Statement {
  const statement = exampleStatement({ every: "month", nodes: 3_000 });
  const { days } = statement.history;
  const twelve = Array.from({ length: 12 }, (_, index) => index);
  return {
    ...statement,
    waterfall: exampleWaterfall({ capitalRealised: 31_000_000_000n, residual: -4_400_000_000n }),
    marks: days.slice(0, 3).map(({ from }) => ({ at: from, label: "Raise the reserve's target to 40 %" })),
    positions: twelve.flatMap((index) =>
      statement.positions.slice(0, 1).map((position) => ({
        ...position,
        label: `Position ${index} of some name`,
        quoted: BigInt(20_000 + index * 4_000),
      })),
    ),
    history: {
      ...statement.history,
      income: twelve.map((index) => ({
        ...{ kind: "yield" as const, name: `source-${index}`, label: `Source ${index}` },
        usd: days.map((_, day) => BigInt(((day * (index + 3) * 37) % 300) - (index === 2 ? 300 : 0)) * 100_000_000n),
      })),
    },
  };
}
