import { expect, test } from "vitest";
import { keepLedger, type LedgerFacts } from "../../../../src/core/treasury/ledger/keep-ledger.ts";
import { makeWaterfall } from "../../../../src/core/treasury/ledger/make-waterfall.ts";
import type { LegKind } from "../../../../src/core/treasury/legs.ts";
import type { FlowFact, PositionFacts } from "../../../../src/core/treasury/position-facts.ts";

const USD = 100_000_000n;
const symbols = ["usd", "eth", "helio"] as const;
type Name = (typeof symbols)[number];

/** Legs of `position/leg` with what they held at blocks 0 and 100, and what moved at block 50 in one transaction unless it is named. */
type Move = { leg: string; units: bigint; transaction?: string };
type LegSpec = {
  leg: string;
  token: Name;
  kind?: LegKind;
  from: bigint;
  to: bigint;
  shares?: readonly [bigint, bigint];
};

function factsOf(
  legs: readonly LegSpec[],
  moves: readonly Move[],
  prices: Partial<Record<Name, readonly [bigint, bigint]>> = {},
): LedgerFacts {
  const costs = { usd: [1n, 1n], eth: [100n, 100n], helio: [2n, 2n], ...prices } as Record<
    Name,
    readonly [bigint, bigint]
  >;
  return {
    legs: legs.map((spec) => legFacts(spec, moves)),
    period: { from: 0, to: 100 },
    ends: new Map([[1, { opening: 0n, closing: 100n }]]),
    marks: [100],
    value: (token, units, at) => units * (costs[token as Name]?.[at < 50 ? 0 : 1] ?? 0n) * USD,
    method: "fifo",
  };
}

function legFacts(
  { leg: name, token, kind = "held", from, to, shares }: LegSpec,
  moves: readonly Move[],
): PositionFacts {
  const [position = "", leg = ""] = name.split("/");
  const flows = moves.flatMap(({ leg: own, units, transaction = "0x1" }, logIndex): FlowFact[] => {
    if (own !== name) return [];
    const place = { transaction, logIndex, part: 0, block: 50n, at: 50 };
    return [{ ...place, direction: units > 0n ? "in" : "out", amount: units > 0n ? units : -units }];
  });
  const plain = kind === "claimable" || kind === "locked" ? undefined : ([from, to] as const);
  const reading = (block: bigint, amount: bigint, index: 0 | 1) => ({
    block,
    at: Number(block),
    amount,
    shares: (shares ?? plain)?.[index],
  });
  const named = {
    position,
    leg,
    kind,
    label: name,
    protocol: "p",
    chain: 1,
    token: { name: token, symbol: token.toUpperCase(), decimals: 0 },
  };
  return { ...named, readings: [reading(0n, from, 0), reading(100n, to, 1)], flows };
}

/** The entries in short, and the waterfall in whole dollars. */
function kept(facts: LedgerFacts) {
  const ledger = keepLedger(facts);
  const { leftOut, ...sums } = makeWaterfall(facts, ledger) ?? { leftOut: [] };
  const dollars = Object.entries(sums).flatMap(([name, usd]) =>
    usd === 0n ? [] : [[name, Number(usd) / Number(USD)]],
  );
  return {
    entries: ledger.entries.map(
      ({ kind, position, leg, units, usd }) =>
        `${kind} ${position}${leg && `/${leg}`} ${units} ${usd === undefined ? "?" : usd / USD}`,
    ),
    waterfall: Object.fromEntries(dollars),
    unpriced: leftOut,
    holdings: ledger.holdings,
    unfollowed: ledger.leftOut,
  };
}

test("default: a deposit into a vault stays within, what the vault earned is income", () => {
  const legs: LegSpec[] = [
    { leg: "wallet", token: "usd", from: 1_000n, to: 400n },
    { leg: "vault", token: "usd", from: 0n, to: 606n, shares: [0n, 600n] },
  ];
  const { entries, waterfall } = kept(
    factsOf(legs, [
      { leg: "wallet", units: -600n },
      { leg: "vault", units: 600n },
    ]),
  );
  expect(entries).toEqual(["internal wallet -600 -600", "internal vault 600 600", "income-realised vault 6 6"]);
  expect(waterfall).toEqual({ opening: 1_000, realised: 6, closing: 1_006 });
});

test("behavior: two wallets of the treasury paying each other is no payment", () => {
  const legs: LegSpec[] = [
    { leg: "safe", token: "usd", from: 500n, to: 300n },
    { leg: "timelock", token: "usd", from: 0n, to: 200n },
  ];
  const { waterfall } = kept(
    factsOf(legs, [
      { leg: "safe", units: -200n },
      { leg: "timelock", units: 200n },
    ]),
  );
  expect(waterfall).toEqual({ opening: 500, closing: 500 });
});

test("behavior: of a token that takes a fee when it moves, what did not arrive has left", () => {
  const legs: LegSpec[] = [
    { leg: "safe", token: "usd", from: 500n, to: 300n },
    { leg: "timelock", token: "usd", from: 0n, to: 196n },
  ];
  const { waterfall } = kept(
    factsOf(legs, [
      { leg: "safe", units: -200n },
      { leg: "timelock", units: 196n },
    ]),
  );
  expect(waterfall).toEqual({ opening: 500, paidOut: -4, closing: 496 });
});

test("behavior: an account that is lender and borrower earns on one side and pays on the other; borrowing is no income", () => {
  const legs: LegSpec[] = [
    { leg: "wallet", token: "usd", from: 100n, to: 150n },
    { leg: "aave/supplied", token: "usd", from: 1_000n, to: 1_020n, shares: [1_000n, 1_000n] },
    { leg: "aave/debt", token: "usd", kind: "debt", from: -200n, to: -257n, shares: [-200n, -250n] },
  ];
  const { entries, waterfall } = kept(
    factsOf(legs, [
      { leg: "aave/debt", units: -50n },
      { leg: "wallet", units: 50n },
    ]),
  );
  expect(entries).toContain("expense aave/debt -7 -7");
  expect(waterfall).toEqual({ opening: 900, realised: 20, expenses: -7, closing: 913 });
});

test("behavior: what is claimed was accrued before: it is income in hand once, and no more to be claimed", () => {
  const legs: LegSpec[] = [
    { leg: "wallet", token: "helio", from: 0n, to: 30n },
    { leg: "farm/earned", token: "helio", kind: "claimable", from: 20n, to: 5n },
  ];
  const { entries, waterfall } = kept(
    factsOf(legs, [
      { leg: "farm/earned", units: -30n },
      { leg: "wallet", units: 30n },
    ]),
  );
  expect(entries).toEqual([
    "income-accrued farm/earned -30 -60",
    "income-realised wallet 30 60",
    "income-accrued farm/earned 15 30",
  ]);
  expect(waterfall).toEqual({ opening: 40, realised: 60, accrued: -30, closing: 70 });
});

test("behavior: principal that waits to be collected is not income when it is", () => {
  const legs: LegSpec[] = [
    { leg: "wallet", token: "usd", from: 0n, to: 105n },
    { leg: "nft/token0", token: "usd", kind: "pooled", from: 100n, to: 0n },
    { leg: "nft/fees0", token: "usd", kind: "claimable", from: 4n, to: 0n },
  ];
  const moves = [
    { leg: "nft/token0", units: -100n },
    { leg: "nft/fees0", units: 100n },
    { leg: "nft/fees0", units: -105n },
    { leg: "wallet", units: 105n },
  ];
  const { waterfall } = kept(factsOf(legs, moves));
  expect(waterfall).toEqual({ opening: 104, realised: 5, accrued: -4, closing: 105 });
});

test("behavior: an exchange takes its gain on what left, and what came costs what was paid", () => {
  const legs: LegSpec[] = [
    { leg: "eth", token: "eth", from: 10n, to: 6n },
    { leg: "usd", token: "usd", from: 0n, to: 590n },
  ];
  const { entries, waterfall, holdings } = kept(
    factsOf(
      legs,
      [
        { leg: "eth", units: -4n },
        { leg: "usd", units: 590n },
      ],
      { eth: [100n, 150n] },
    ),
  );
  expect(entries.slice(0, 3)).toEqual(["internal eth -4 -590", "capital-realised eth 0 190", "internal usd 590 590"]);
  expect(waterfall).toEqual({ opening: 1_000, capitalRealised: 190, capitalUnrealised: 300, closing: 1_490 });
  expect(holdings.map(({ token, units, cost }) => `${token} ${units} ${cost / USD}`)).toEqual([
    "eth 6 600",
    "usd 590 590",
  ]);
});

test("behavior: a vault that loses says so as negative income, not as a price", () => {
  const legs: LegSpec[] = [{ leg: "vault", token: "usd", from: 1_000n, to: 500n, shares: [1_000n, 1_000n] }];
  expect(kept(factsOf(legs, [])).waterfall).toEqual({ opening: 1_000, realised: -500, closing: 500 });
});

test("error: shares that went without a payment are in the residual, and in nothing else", () => {
  const legs: LegSpec[] = [{ leg: "vault", token: "usd", from: 1_000n, to: 700n, shares: [1_000n, 700n] }];
  const { entries, waterfall } = kept(factsOf(legs, []));
  expect(entries).toEqual(["unexplained vault -300 -300"]);
  expect(waterfall).toEqual({ opening: 1_000, residual: -300, closing: 700 });
});

test("error: a token without a price is in no sum, and named; what was paid for it is said to have gone there", () => {
  const legs: LegSpec[] = [
    { leg: "usd", token: "usd", from: 100n, to: 60n },
    { leg: "helio", token: "helio", from: 0n, to: 7n },
  ];
  const facts = factsOf(legs, [
    { leg: "usd", units: -40n },
    { leg: "helio", units: 7n },
  ]);
  const { value } = facts;
  const { waterfall, unpriced } = kept({
    ...facts,
    value: (token, ...rest) => (token === "helio" ? undefined : value(token, ...rest)),
  });
  expect(waterfall).toEqual({ opening: 100, internal: -40, closing: 60 });
  expect(unpriced).toEqual(["HELIO"]);
});

test("boundary: a position that is watched from within the period on was brought in; one that was not read at the end is left out", () => {
  const facts = factsOf(
    [
      { leg: "wallet", token: "usd", from: 100n, to: 100n },
      { leg: "new", token: "usd", from: 50n, to: 55n, shares: [50n, 50n] },
      { leg: "unread", token: "usd", from: 10n, to: 10n },
    ],
    [],
  );
  const [wallet, fresh, unread] = facts.legs as [PositionFacts, PositionFacts, PositionFacts];
  const later = {
    ...fresh,
    readings: fresh.readings.map((reading) => (reading.block === 0n ? { ...reading, block: 40n, at: 40 } : reading)),
  };
  const gone = { ...unread, readings: unread.readings.slice(0, 1) };
  const { waterfall, unfollowed } = kept({ ...facts, legs: [wallet, later, gone] });
  expect(waterfall).toEqual({ opening: 100, paidIn: 50, realised: 5, closing: 155 });
  expect(unfollowed).toEqual(["unread"]);
});

test("behavior: what the treasury's own nodes were paid is income; what else came with it is not", () => {
  const legs: LegSpec[] = [{ leg: "wallet", token: "helio", from: 0n, to: 50n }];
  const facts = factsOf(legs, [{ leg: "wallet", units: 50n }]);
  const { entries } = kept({ ...facts, rewarded: new Map([["1 0x1 helio", 30n]]) });
  expect(entries).toEqual(["income-realised wallet 30 60", "principal-in wallet 20 40"]);
});

test("behavior: what somebody pays whose payments are income is income in hand, and no growth of what lies there", () => {
  const legs: LegSpec[] = [{ leg: "wallet", token: "helio", from: 10n, to: 50n }];
  const facts = factsOf(legs, [{ leg: "wallet", units: 40n }]);
  const [wallet] = facts.legs as [PositionFacts];
  const { entries } = kept({
    ...facts,
    legs: [{ ...wallet, flows: wallet.flows.map((flow) => ({ ...flow, isIncome: true })) }],
  });
  expect(entries).toEqual(["income-realised wallet 40 80"]);
});

test("error: a reward that was claimed to an account nobody watches was income, and left", () => {
  const legs: LegSpec[] = [{ leg: "farm/earned", token: "helio", kind: "claimable", from: 20n, to: 0n }];
  expect(kept(factsOf(legs, [{ leg: "farm/earned", units: -20n }])).waterfall).toEqual({
    opening: 40,
    realised: 40,
    paidOut: -40,
    accrued: -40,
  });
});
