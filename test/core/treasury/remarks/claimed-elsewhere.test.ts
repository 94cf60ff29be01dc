import { expect, test } from "vitest";
import { keepLedger } from "../../../../src/core/treasury/ledger/keep-ledger.ts";
import type { FlowFact, PositionFacts } from "../../../../src/core/treasury/position-facts.ts";
import { claimedElsewhere } from "../../../../src/core/treasury/remarks/claimed-elsewhere.ts";

const token = { name: "pip", symbol: "PIP", decimals: 3 };

function leg(position: string, name: string, kind: "held" | "claimable", amounts: [bigint, bigint]): PositionFacts {
  const readings = amounts.map((amount, index) => ({
    block: BigInt(index * 10),
    at: index * 100,
    amount,
    shares: undefined,
  }));
  const label = name === "" ? "Purse" : `Plot · ${name}`;
  return { ...{ position, leg: name, kind, label, protocol: "x", chain: 1, token }, readings, flows: [] };
}

const claim: Omit<FlowFact, "direction"> = {
  transaction: "0x5",
  logIndex: 0,
  part: 0,
  block: 5n,
  at: 50,
  amount: 9_000n,
};

/** A claim of 9 PIP, of which so much came to the purse. */
function remarks(arrived: bigint): string[] {
  const plot = {
    ...leg("plot", "earned", "claimable", [9_000n, 0n]),
    flows: [{ ...claim, direction: "out" as const }],
  };
  const flows = arrived === 0n ? [] : [{ ...claim, logIndex: 1, amount: arrived, direction: "in" as const }];
  const legs = [plot, { ...leg("purse", "", "held", [0n, arrived]), flows }];
  const ends = new Map([[1, { opening: 0n, closing: 10n }]]);
  const { entries } = keepLedger({
    ...{ legs, ends, period: { from: 0, to: 100 }, marks: [], method: "fifo" },
    value: () => undefined,
  });
  return claimedElsewhere(legs, entries);
}

test("default: of a claim that came to a watched account nothing is said", () => {
  expect(remarks(9_000n)).toEqual([]);
});

test("behavior: what was claimed and came to no watched account is said, to the unit that is missing", () => {
  const end = "claimed from Plot came to no account that is watched, and left the books.";
  expect(remarks(0n)).toEqual([`9 PIP ${end}`]);
  expect(remarks(8_999n)).toEqual([`0.001 PIP ${end}`]);
});
