import { expect, test } from "vitest";
import { exampleFacts, exampleStatement } from "../../../support/statements.ts";

const silent = exampleFacts().sources.map((source) => ({ ...source, payments: [] }));

test("default: a source that paid nothing is said to, with the nodes it paid nothing", () => {
  const { unknowns, rewards } = exampleStatement({}, { sources: silent });
  expect(unknowns).toContain("Node rewards paid nothing in this period.");
  expect(rewards[0]?.nodesSilent).toHaveLength(24);
});

test("behavior: of a source that is behind nobody knows whom it paid nothing", () => {
  const { unknowns, rewards } = exampleStatement({}, { sources: silent, behind: ["nodes"] });
  expect(unknowns).toEqual([]);
  expect(rewards[0]?.nodesSilent).toEqual([]);
});

test("behavior: a feed that gave no answer is said to, with what it did", () => {
  const unread = new Map([["tusd-usd", "the feed's answer is not above zero"]]);
  expect(exampleStatement({}, { unread }).unknowns).toEqual([
    "The price tusd-usd could not be read at the end of the period: the feed's answer is not above zero.",
  ]);
});

test("behavior: how much more or less is there than logs explain is said, to the smallest unit", () => {
  const [vault] = exampleFacts().positions;
  const changed = (shares: bigint) => {
    const readings = vault?.readings.map((one, index, all) => (index === all.length - 1 ? { ...one, shares } : one));
    return exampleStatement({}, { positions: [{ ...(vault as NonNullable<typeof vault>), readings: readings ?? [] }] });
  };
  for (const [shares, word] of [
    [160_000_000_001n, "more"],
    [159_999_999_999n, "less"],
  ] as const)
    expect(changed(shares).unknowns).toEqual([
      `Reserve Vault tUSD: 0.000001 tUSD ${word} is there than its logs explain; that is kept out of its income.`,
    ]);
});
