import { readFileSync } from "node:fs";
import fc from "fast-check";
import { type Address, type Hex, pad } from "viem";
import { expect, test } from "vitest";
import type { RawLog } from "../../../src/chain/chain.ts";
import { configSchema } from "../../../src/config/schema.ts";
import { Refusal } from "../../../src/errors.ts";
import { kinds } from "../../../src/setup/kinds.ts";
import { findRewardSource, rewardKinds } from "../../../src/sources/rewards/index.ts";
import type { RewardSource } from "../../../src/sources/rewards/source.ts";
import { rawLog } from "../../support/reward-logs.ts";

const config = configSchema(kinds).parse(JSON.parse(readFileSync("docs/examples/whole.json", "utf8")));
const sources = Object.keys(config.rewards).map((name) => findRewardSource(config, name));

test("default: the example of every kind can be bound", () => {
  expect(new Set(sources.map(({ kind }) => kind))).toEqual(new Set(rewardKinds.map(({ kind }) => kind)));
});

test("default: no two filters of a source ask for the same log", () => {
  for (const { filters } of sources) {
    const asked = filters.flatMap(({ addresses, topics, indexed }) =>
      addresses.flatMap((address) =>
        topics.map((topic) => `${address} ${topic} ${JSON.stringify(indexed?.[0] ?? [])}`),
      ),
    );
    expect(new Set(asked).size).toBe(asked.length);
  }
});

const hex = (bytes: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Hex> =>
  bytes.map((array): Hex => `0x${Buffer.from(array).toString("hex")}`);
const word = fc.oneof(
  { weight: 4, arbitrary: hex(fc.uint8Array({ minLength: 32, maxLength: 32 })) },
  { weight: 1, arbitrary: hex(fc.uint8Array({ maxLength: 40 })) },
);
/** Mostly small numbers, because they are what offsets and lengths of dynamic arguments are. */
const body = fc
  .array(
    fc.oneof(
      fc.nat(400).map((number) => pad(`0x${number.toString(16)}`)),
      word,
    ),
    { maxLength: 14 },
  )
  .map((words): Hex => `0x${words.map((one) => one.slice(2)).join("")}`);

test.each(sources.map((source): [string, RewardSource] => [source.kind, source]))(
  "law: whatever a log holds, `%s` reads it or refuses it",
  (_, source) => {
    const asked = source.filters.flatMap(({ addresses, topics }) =>
      addresses.flatMap((address) => topics.map((topic): [Address, Hex] => [address, topic])),
    );
    const log = fc.record({ at: fc.constantFrom(...asked), topics: fc.array(word, { maxLength: 4 }), data: body });
    fc.assert(
      fc.property(fc.array(log, { maxLength: 5 }), fc.option(fc.nat(1_000), { nil: undefined }), (logs, epoch) => {
        const raw = logs.map(({ at: [address, topic], topics, data }, logIndex): RawLog => {
          const place = rawLog("event Nothing()", address, {}, { logIndex });
          return { ...place, topics: [topic, ...topics], data };
        });
        try {
          const { rewards } = source.decode(raw, { epoch, isNode: () => true });
          for (const { amount, node } of rewards) expect([amount >= 0n, node === ""]).toEqual([true, false]);
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
        }
      }),
      { numRuns: 500 },
    );
  },
);
