import fc from "fast-check";
import { expect, test } from "vitest";
import { keepLedger, type LedgerFacts } from "../../../../src/core/treasury/ledger/keep-ledger.ts";
import { paymentName } from "../../../../src/core/treasury/ledger/posting.ts";
import { RAY } from "../../../../src/core/treasury/legs.ts";
import type { FlowFact, PositionFacts } from "../../../../src/core/treasury/position-facts.ts";
import { toMillionths } from "../../../../src/core/treasury/returns/per-year.ts";
import { modifiedDietz, type Span } from "../../../../src/core/treasury/returns/span.ts";
import { treasuryReturn } from "../../../../src/core/treasury/returns/treasury-return.ts";
import { randomYear, type TokenName, tokens } from "../../../support/ledger-world.ts";

const DAY = 86_400;
const USD = 100_000_000n;

type Held = readonly (bigint | undefined)[];
type Moved = { day: number; units: bigint; with?: string; seconds?: number };

/** A position read at midnight each day, in whole tokens: undefined where it was not; its chain reads at another hour and has other blocks. */
function position(name: string, held: Held, moves: readonly Moved[] = [], changes: Partial<PositionFacts> = {}) {
  const { chain = 1 } = changes;
  const block = (at: number) => BigInt(Math.floor(at / 60)) * BigInt(chain) + 7n;
  const token = { name: "usd", symbol: "USD", decimals: 0 };
  const named = { position: name, leg: "", kind: "held" as const, label: name, protocol: name, chain, token };
  const readings = held.flatMap((amount, day) => {
    const at = day * DAY + (chain - 1) * 3_600;
    return amount === undefined ? [] : [{ block: block(at), at, amount, shares: undefined }];
  });
  const flows = moves.map(
    ({ day, units, with: transaction = `0x${name}${day}`, seconds = 43_200 }, logIndex): FlowFact => {
      const at = day * DAY + seconds;
      const direction = units > 0n ? "in" : "out";
      return { transaction, logIndex, part: 0, block: block(at), at, direction, amount: units > 0n ? units : -units };
    },
  );
  return { ...named, readings, flows, ...changes };
}

/** Over whole days, at a dollar each unless a price is given. */
function returned(
  legs: readonly PositionFacts[],
  days: number,
  price: (token: string, at: number) => bigint | undefined = () => 1n,
  rewarded: ReadonlyMap<string, bigint> = new Map(),
) {
  const ends = new Map(
    [...new Set(legs.map(({ chain }) => chain))].map((chain) => {
      const blocks = legs.filter((leg) => leg.chain === chain).flatMap(({ readings }) => readings);
      const last = (until: number) =>
        blocks
          .filter(({ at }) => at <= until)
          .reduce<bigint | undefined>((most, { block }) => (most && most > block ? most : block), undefined);
      return [chain, { opening: last(3_600), closing: last(days * DAY + 3_600) }];
    }),
  );
  const value = (token: string, units: bigint, at: number) => {
    const one = price(token, at);
    return one === undefined ? undefined : units * one * USD;
  };
  const period = { from: 3_600, to: days * DAY + 3_600 };
  const facts: LedgerFacts = { legs, period, ends, marks: [], value, method: "fifo", rewarded };
  return treasuryReturn(facts, keepLedger(facts), undefined);
}

const rate = (found: { timeWeighted: bigint } | undefined) => found && toMillionths(found.timeWeighted);

test("default: what came from outside is no return, and what a vault earned is, over chains that are read at their own times", () => {
  const vault = position("vault", [1_000n, 1_100n, 1_100n]);
  const wallet = position("wallet", [1_000n, 1_000n, 2_000n], [{ day: 1, units: 1_000n, seconds: 7_200 }], {
    chain: 2,
  });
  const found = returned([vault, wallet], 2);
  expect(rate(found)).toBe(50_000n);
  expect(found).toMatchObject({ isExact: false, yearly: undefined, leftOut: [] });
});

test("behavior: a move between the treasury's own positions is no flow, and breaks nothing", () => {
  const vault = position("vault", [0n, 500n, 550n], [{ day: 0, units: 500n, with: "0xmove" }]);
  const wallet = position("wallet", [1_000n, 500n, 500n], [{ day: 0, units: -500n, with: "0xmove" }]);
  expect(returned([vault, wallet], 2)).toMatchObject({
    timeWeighted: RAY / 20n,
    moneyWeighted: RAY / 20n,
    isExact: true,
  });
});

test("behavior: money that came before a fall is badly timed, and the time-weighted return does not care how much it was", () => {
  const price = (_: string, at: number) => (at < 3 * DAY ? 10n : 9n);
  const held = (more: bigint) => [100n, 100n, 100n + more, 100n + more, 100n + more];
  const moved = (more: bigint) => [{ day: 1, units: more, seconds: DAY - 60 }];
  const [little, much] = [10n, 10_000n].map((more) =>
    returned([position("wallet", held(more), moved(more))], 4, price),
  );
  expect(rate(little)).toBe(-100_000n);
  expect(rate(much)).toBe(-100_000n);
  expect(much?.moneyWeighted).toBeLessThan(little?.moneyWeighted ?? 0n);
});

test("behavior: a position that is first read in the period came with all it held, and is no gain", () => {
  const late = position("late", [undefined, 700n, 770n]);
  const found = returned([position("wallet", [1_000n, 1_000n, 1_000n]), late], 2);
  expect(found?.timeWeighted).toBe((RAY * 70n) / 1_700n);
});

test("behavior: shares that nobody saw come are no return", () => {
  const vault = position("vault", [1_000n, 2_000n, 2_000n]);
  const readings = vault.readings.map((reading) => ({ ...reading, shares: reading.amount }));
  expect(returned([{ ...vault, readings }], 2)?.timeWeighted).toBe(0n);
});

test("behavior: what a farm pays out is its return, and what the treasury's nodes are paid is none", () => {
  const wallet = position("wallet", [1_000n, 1_000n, 1_100n], [{ day: 1, units: 100n, with: "0xpay" }]);
  const farm = position("farm", [0n, 100n, 0n], [{ day: 1, units: -100n, with: "0xpay" }], { kind: "claimable" });
  expect(rate(returned([wallet, farm], 2))).toBe(100_000n);
  const rewarded = new Map([[paymentName(1, "0xpay", "usd"), 100n]]);
  expect(rate(returned([wallet], 2, undefined, rewarded))).toBe(0n);
});

test("boundary: a token without a price is left out and named, and what was exchanged for it went out", () => {
  const token = { name: "odd", symbol: "ODD", decimals: 0 };
  const odd = position("odd", [0n, 5n, 5n], [{ day: 0, units: 5n, with: "0xswap" }], { token });
  const wallet = position("wallet", [1_000n, 900n, 900n], [{ day: 0, units: -100n, with: "0xswap" }]);
  const found = returned([odd, wallet], 2, (name) => (name === "usd" ? 1n : undefined));
  expect(found?.leftOut).toEqual(["ODD"]);
  expect(rate(found)).toBe(0n);
});

test("error: where more is owed than held, and where nothing was read, there is no return", () => {
  const debt = position("loan", [-2_000n, -2_000n], [], { kind: "debt" });
  expect(returned([position("wallet", [1_000n, 1_000n]), debt], 1)).toBeUndefined();
  expect(returned([], 1)).toBeUndefined();
});

test("law: splitting a flow into parts of the same moment changes nothing", () => {
  const part = fc.bigInt(1n, 10_000n);
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), fc.bigInt(1n, 10_000n), (parts, opening) => {
      const whole = parts.reduce((sum, one) => sum + one, 0n);
      const held = [opening, opening, opening + whole, opening + whole];
      const of = (moves: readonly bigint[]) =>
        returned(
          [
            position(
              "wallet",
              held,
              moves.map((units) => ({ day: 1, units })),
            ),
          ],
          3,
          (_, at) => BigInt(100 + Math.floor(at / DAY)),
        );
      expect(of(parts)).toEqual(of([whole]));
    }),
  );
});

test("law: over a random year of every kind of movement it is what the days returned one after another", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1 }), (seed) => {
      const world = randomYear(seed);
      const value = (token: string, units: bigint, at: number) =>
        (units * world.priceAt(token, at)) / 10n ** BigInt(tokens[token as TokenName].decimals);
      const period = { from: 0, to: world.days * DAY };
      const ends = new Map([[1, { opening: 0n, closing: BigInt(world.days * 10) }]]);
      const facts: LedgerFacts = { legs: world.legs, period, ends, marks: [], value, method: "fifo" };
      const found = treasuryReturn(facts, keepLedger(facts), undefined);
      const signed = (token: string, units: bigint, at: number) =>
        units < 0n ? -value(token, -units, at) : value(token, units, at);
      const worth = (day: number) =>
        world.legs.reduce(
          (sum, { token, readings }) => sum + signed(token.name, readings[day]?.amount ?? 0n, day * DAY),
          0n,
        );
      // What one log alone moved came from outside or went there.
      const alone = Map.groupBy(
        world.legs.flatMap(({ token, flows }) => flows.map((flow) => ({ ...flow, token: token.name }))),
        ({ transaction }) => transaction,
      );
      const outside = [...alone.values()].flatMap((flows) => (flows.length === 1 ? flows : []));
      let grown = 1;
      for (let day = 0; day < world.days; day++) {
        const [from, to] = [day * DAY, (day + 1) * DAY];
        const flows = outside
          .filter(({ at }) => at > from && at <= to)
          .map(({ token, amount, direction, at }) => ({
            at,
            amount: signed(token, direction === "in" ? amount : -amount, at),
          }));
        const span: Span = { from, to, opening: worth(day), closing: worth(day + 1), flows };
        grown *= 1 + Number(modifiedDietz(span) ?? 0n) / 1e27;
      }
      expect(Number(found?.timeWeighted) / 1e27 + 1).toBeCloseTo(grown, 6);
    }),
    { numRuns: 8, seed: 20_261_126 },
  );
});
