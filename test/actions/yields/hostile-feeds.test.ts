import fc from "fast-check";
import { expect, test } from "vitest";
import { describeRisk } from "../../../src/actions/treasury/describe-risk.ts";
import { readPositions } from "../../../src/actions/yields/read-positions.ts";
import type { Read } from "../../../src/chain/chain.ts";
import { runReads } from "../../../src/chain/rounds.ts";
import { riskCard } from "../../../src/discord/cards/treasury/risk.ts";
import { outgoing } from "../../../src/discord/message-body.ts";
import { createTestApp } from "../../support/app.ts";
import { blockAt, booksConfig, MIDNIGHT, OWNER } from "../../support/books.ts";
import { roundAnswer } from "../../support/feeds.ts";
import { shownText } from "../../support/message-check.ts";

const HOUR = 3_600;

/** What the dollar's feed says at an hour: its answer, how many seconds ago, and its decimals; undefined where it reverts. */
type Said = { answer: bigint; age?: number; decimals?: number } | undefined;

const ONE = 100_000_000n;

/** Reads a balance of dollars hour by hour while its feed says that, and gives what the card then says of the peg. */
async function pegAfter(said: readonly Said[], onEnd?: (close: () => void) => void): Promise<string> {
  const { address } = booksConfig().tokens["dollar"] ?? {};
  const balance = {
    kind: "balance",
    chain: 31_337,
    label: "Dollars",
    contract: address,
    holder: OWNER,
    token: "dollar",
  };
  const config = booksConfig({ rewards: {}, reports: {}, positions: { cash: balance } as never });
  Object.assign(config.tokens["dollar"] ?? {}, { peg: "USD" });
  delete config.prices["helio-usd"];
  const app = createTestApp({ config, ...(onEnd && { onEnd }) });
  Object.assign(app.chain, { logs: async () => [], block: async (n: bigint) => blockAt(Number(n) * HOUR) });
  for (const [index, one] of said.entries()) {
    const block = blockAt(MIDNIGHT + index * HOUR);
    app.set(block.timestamp + 60);
    const answer = (name: string): unknown => {
      if (name === "balanceOf") return 5_000_000n;
      if (one === undefined) return undefined;
      const at = block.timestamp - (one.age ?? 60);
      if (name === "latestRoundData") return roundAnswer(block.number, one.answer, at);
      return name === "decimals" ? (one.decimals ?? 8) : undefined;
    };
    app.chain.readAll = <T>(_: unknown, reads: readonly Read<T>[]) =>
      runReads(reads, async (calls) => calls.map(({ abi }) => answer(abi.name) ?? { failed: `${abi.name} reverted` }));
    await readPositions(app, 31_337, block);
  }
  const lines = shownText(outgoing(riskCard(describeRisk(app)))).split("\n");
  return lines.find((line) => line.includes("at one dollar")) ?? "";
}

const good: Said = { answer: ONE };

test.each<[string, Said]>([
  ["0", { answer: 0n }],
  ["less than nothing", { answer: -ONE }],
  ["the past", { answer: ONE, age: 4 * 86_400 }],
  ["more than a heartbeat ago", { answer: ONE, age: 86_400 + 700 }],
  ["the future", { answer: ONE, age: -60 }],
  ["nothing", undefined],
])("error: a peg that held an hour ago is unknown when its feed now answers %s", async (_, said) => {
  expect(await pegAfter([good, good])).toContain("holds (now exactly)");
  expect(await pegAfter([good, good, said])).toContain("**unknown**");
  expect(await pegAfter([said])).toContain("unknown");
});

test("error: a feed that suddenly counts in other decimals is off by far, and not held", async () => {
  const tiny = { answer: ONE, decimals: 18 };
  expect(await pegAfter([good, good, tiny])).toContain("−100 % now, though not for half an hour yet");
  expect(await pegAfter([good, tiny, tiny])).toContain("is broken");
  expect(await pegAfter([good, { answer: 10n ** 18n, decimals: 18 }])).toContain("holds (now exactly)");
});

test("law: a peg holds only where the newest answer is a usable one, of today, within half a per cent", async () => {
  const saying = fc.option(
    fc.record({
      answer: fc.constantFrom(ONE, ONE, ONE, 0n, -1n, 96_000_000n, 100_600_000n),
      age: fc.constantFrom(60, 60, 60, 90_000, 400_000, -1),
      decimals: fc.constantFrom(8, 8, 8, 6, 27),
    }),
    { nil: undefined },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(saying, { minLength: 1, maxLength: 4 }), async (said) => {
      let close = () => {};
      const shown = await pegAfter(said, (end) => {
        close = end;
      });
      close();
      const last = said.at(-1);
      const isFine = last?.answer === ONE && last.age === 60 && last.decimals === 8;
      if (shown.includes("holds")) expect(isFine).toBe(true);
    }),
    { numRuns: 40 },
  );
});
