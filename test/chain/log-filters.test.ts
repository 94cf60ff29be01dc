import fc from "fast-check";
import { type Hex, numberToHex } from "viem";
import { expect, test } from "vitest";
import type { LogFilter } from "../../src/chain/chain.ts";
import { fitsFilter, joinFilters } from "../../src/chain/log-filters.ts";

const address = fc.integer({ min: 1, max: 4 }).map((number) => numberToHex(number, { size: 20 }));
const word = fc.integer({ min: 1, max: 4 }).map((number) => numberToHex(number, { size: 32 }));
const some = <T>(one: fc.Arbitrary<T>) => fc.uniqueArray(one, { minLength: 1, maxLength: 3 });
const filter: fc.Arbitrary<LogFilter> = fc.oneof(
  fc.record({ addresses: some(address), topics: some(word) }),
  fc.record({
    addresses: some(address),
    topics: some(word),
    indexed: fc.array(fc.option(some(word), { nil: undefined }), { minLength: 1, maxLength: 3 }),
  }),
);
const log = fc.record({ address, topics: fc.array(word, { maxLength: 4 }) }) as fc.Arbitrary<{
  address: Hex;
  topics: Hex[];
}>;

test("law: what any of the filters lets through, one of the joined ones does, and there is one for each way they are narrowed", () => {
  fc.assert(
    fc.property(fc.array(filter, { maxLength: 8 }), fc.array(log, { maxLength: 20 }), (filters, logs) => {
      const joined = joinFilters(filters);
      for (const one of logs)
        if (filters.some((wanted) => fitsFilter(wanted, one)))
          expect(joined.some((wanted) => fitsFilter(wanted, one))).toBe(true);
      const shapes = filters.map(({ indexed = [] }) => indexed.map((wanted) => wanted !== undefined).join());
      expect(joined).toHaveLength(new Set(shapes).size);
    }),
    { numRuns: 300 },
  );
});

test("behavior: however topics and addresses are written, they are the same", () => {
  const [upper, lower] = [
    "0x00000000000000000000000000000000000000Aa",
    "0x00000000000000000000000000000000000000aa",
  ] as const;
  const topic = `0x${"AB".repeat(32)}` as const;
  expect(
    fitsFilter({ addresses: [upper], topics: [topic] }, { address: lower, topics: [topic.toLowerCase() as Hex] }),
  ).toBe(true);
});
