import { describe, expect, test } from "vitest";
import type { Statement } from "../../src/core/treasury/statement.ts";
import { nodesPicture, nodesWords } from "../../src/reports/nodes-picture.ts";
import { promisePicture, promiseWords } from "../../src/reports/promise-picture.ts";
import { waterfallPicture, waterfallWords } from "../../src/reports/waterfall-picture.ts";
import { exampleStatement, exampleWaterfall } from "../support/statements.ts";

/** A month of three hundred nodes, with a waterfall and a promise. */
function month(changes: Partial<Statement> = {}): Statement {
  const statement = exampleStatement({ every: "month", nodes: 300 });
  const positions = statement.positions.map((position) => ({ ...position, quoted: 61_000n }));
  return { ...statement, positions, waterfall: exampleWaterfall(), ...changes };
}

describe("pictures that a report has beside its own", () => {
  test("default: each is drawn, and said in words", () => {
    for (const [picture, words] of [
      [waterfallPicture(month()), waterfallWords(month())],
      [promisePicture(month()), promiseWords(month())],
      [nodesPicture(month()), nodesWords(month())],
    ]) {
      expect(picture).toMatch(/^<svg/);
      expect(picture).not.toMatch(/NaN|undefined|Infinity/);
      expect(words?.length).toBeLessThanOrEqual(1_000);
    }
  });

  test("boundary: none is drawn where there is nothing to see", () => {
    const quiet = { ...exampleStatement({ nodes: 0 }, { positions: [] }), waterfall: undefined };
    for (const draw of [waterfallPicture, waterfallWords, promisePicture, promiseWords, nodesPicture, nodesWords])
      expect(draw(quiet)).toBeUndefined();
  });
});
