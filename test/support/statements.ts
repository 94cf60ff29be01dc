import type { Waterfall } from "../../src/core/treasury/ledger/waterfall.ts";
import { type Every, historyOf, periodAt } from "../../src/core/treasury/periods.ts";
import { makeStatement } from "../../src/core/treasury/statement/make-statement.ts";
import type { StatementFacts } from "../../src/core/treasury/statement/statement-facts.ts";
import type { Statement } from "../../src/core/treasury/statement.ts";

const helio = { name: "helio", symbol: "HELIO", decimals: 18 };
const dollar = { name: "tusd", symbol: "tUSD", decimals: 6 };
const DAY = 86_400;

/** The end of the period every example ends at: 23 Nov 2026, 00:00 UTC. */
export const END = Date.UTC(2026, 10, 23) / 1000;

/** Facts of a small community: `nodes` nodes paid a little after midnight, two positions read every hour. */
export function exampleFacts(options: { every?: Every; nodes?: number; priced?: boolean } = {}): StatementFacts {
  const every = options.every ?? "day";
  const period = periodAt(every, "UTC", END - 1);
  const days = historyOf(every, "UTC", period);
  const first = Math.min((days[0]?.from ?? END) - 2 * DAY, END - 12 * DAY);
  const regions = ["north", "south", "east", "west"];
  const nodes = Array.from({ length: options.nodes ?? 24 }, (_, index) => ({
    node: String(index + 1),
    region: regions[(index * 7) % 4],
    since: index === 20 ? END - 5 * DAY + 9 : first,
    until: undefined,
  }));
  const payments = Array.from({ length: Math.ceil((END - first) / DAY) }, (_, day) => first + day * DAY + 600).flatMap(
    (at, day) =>
      nodes
        .filter(
          (node, index) =>
            node.since < at &&
            !(index === 8 && at > END - 3 * DAY) &&
            !(index === 10 && (day * 7) % 3 === 0) &&
            (day * 13 + index * 5) % 41 !== 0,
        )
        .map((node, index) => ({
          node: node.node,
          at,
          amount: 10n ** 17n * BigInt(800 + ((index * 37 + day * 11) % 390)),
        })),
  );
  const hours = Array.from({ length: Math.ceil((END - first) / 3600) + 1 }, (_, hour) => first + hour * 3600);
  const block = (at: number) => BigInt(Math.floor((at - first) / 12) + 18_000_000);
  const readAt = hours.map((at) => ({
    chain: 31_337,
    name: "Local chain",
    block: block(at),
    hash: `0x${block(at).toString(16).padStart(64, "a")}`,
    timestamp: at,
  }));
  const vault = (at: number) => 160_000_000_000n + (160_000_000_000n * 6n * BigInt(at - first)) / (100n * 31_536_000n);
  const price = (name: string, answer: bigint) => ({
    name,
    answer,
    decimals: 8,
    updatedAt: END - 1800,
    stale: false,
    chain: 31_337,
    block: block(END),
  });
  return {
    ...{ name: "daily", title: "Daily report", community: "Heliogrid", timeZone: "UTC", period, complete: true, days },
    sources: [{ source: "nodes", label: "Node rewards", token: helio, payments, nodes }],
    positions: [
      {
        position: "vault",
        leg: "",
        kind: "held",
        label: "Reserve Vault tUSD",
        protocol: "erc4626",
        chain: 31_337,
        token: dollar,
        readings: hours.map((at) => ({ block: block(at), at, amount: vault(at), shares: 160_000_000_000n })),
        flows: [],
      },
      {
        position: "wallet",
        leg: "",
        kind: "held",
        label: "Treasury wallet",
        protocol: "balance",
        chain: 31_337,
        token: helio,
        readings: hours.map((at) => ({ block: block(at), at, amount: 200_000n * 10n ** 18n, shares: undefined })),
        flows: [],
      },
    ],
    ...{
      readAt,
      bookedTo: [],
      prices: options.priced === false ? [] : [price("helio-usd", 42_000_000n), price("tusd-usd", 99_990_000n)],
    },
    priceOf: { helio: "helio-usd", tusd: "tusd-usd" },
    gas: [],
    marks: [],
    gap: undefined,
    newest: [],
    notes: [],
  };
}

/** The statement of those facts, with whatever is changed about them. */
export function exampleStatement(
  options: Parameters<typeof exampleFacts>[0] = {},
  changes: Partial<StatementFacts> = {},
): Statement {
  return makeStatement({ ...exampleFacts(options), ...changes });
}

/** How a treasury of some $240,000 came from its opening to its closing value; whatever is changed, the closing is the sum. */
export function exampleWaterfall(changes: Partial<Waterfall> = {}): Waterfall {
  const steps = {
    ...{ opening: 24_012_345_678_901n, paidIn: 150_000_000_000n, paidOut: -420_055_000_000n },
    ...{ realised: 90_892_000_000n, accrued: 12_400_000_000n, expenses: -1_834_000_000n },
    ...{ capitalRealised: 0n, capitalUnrealised: -230_120_000_000n, internal: 0n, residual: 0n },
    ...changes,
  };
  const { opening, leftOut = [], closing: _, ...between } = { closing: 0n, leftOut: [], ...steps };
  return { ...steps, closing: opening + Object.values(between).reduce((sum, part) => sum + part, 0n), leftOut };
}
