import fc from "fast-check";
import { expect, test } from "vitest";
import { checkUnits } from "../../../../src/core/treasury/ledger/check-units.ts";
import type { EntryKind, LedgerEntry } from "../../../../src/core/treasury/ledger/entry.ts";
import { keepLedger, type Ledger, type LedgerFacts } from "../../../../src/core/treasury/ledger/keep-ledger.ts";
import { costMethods } from "../../../../src/core/treasury/ledger/lots.ts";
import { makeWaterfall } from "../../../../src/core/treasury/ledger/make-waterfall.ts";
import { type LedgerWorld, randomYear, type TokenName, tokens } from "../../../support/ledger-world.ts";

const DAY = 86_400;
const names = Object.keys(tokens) as TokenName[];
const seed = fc.integer({ min: 1 });
const torture = process.env["STEWARD_TORTURE"] === "1";
const settings = { numRuns: torture ? 500 : 12, seed: 20_261_126 };

function factsOf(world: LedgerWorld, from = 0, method: LedgerFacts["method"] = "fifo"): LedgerFacts {
  const value = (token: string, units: bigint, at: number) =>
    (units * world.priceAt(token, at)) / 10n ** BigInt(tokens[token as TokenName].decimals);
  return {
    legs: world.legs,
    period: { from: from * DAY, to: world.days * DAY },
    ends: new Map([[1, { opening: BigInt(from * 10), closing: BigInt(world.days * 10) }]]),
    marks: Array.from({ length: world.days }, (_, index) => (index + 1) * DAY),
    value,
    method,
  };
}

function unitsOf(
  entries: readonly LedgerEntry[],
  kind: EntryKind,
  token: string,
  only = (_: LedgerEntry) => true,
): bigint {
  return entries.reduce(
    (sum, entry) => (entry.kind === kind && entry.token === token && only(entry) ? sum + entry.units : sum),
    0n,
  );
}

/** What the ledger says, held against what truly happened; each difference in words. */
function lies(facts: LedgerFacts, ledger: Ledger, { truth }: LedgerWorld, entries = ledger.entries): string[] {
  const found: string[] = [];
  const same = (what: string, said: bigint, true_: bigint | undefined) => {
    if (said !== (true_ ?? 0n)) found.push(`${what}: ${said} instead of ${true_ ?? 0n}`);
  };
  for (const token of names) {
    same(`${token} paid in`, unitsOf(entries, "principal-in", token), truth.paidIn.get(token));
    same(`${token} paid out`, -unitsOf(entries, "principal-out", token), truth.paidOut.get(token));
    same(`${token} interest`, unitsOf(entries, "expense", token), truth.interest.get(token));
    same(
      `${token} claimed`,
      unitsOf(entries, "income-realised", token, (one) => one.logIndex >= 0),
      truth.claimed.get(token),
    );
    const inVault = ({ position }: LedgerEntry) => position.startsWith("vault");
    same(`${token} earned`, unitsOf(entries, "income-realised", token, inVault), truth.earned.get(token));
    const toNobody = ({ units }: LedgerEntry) => units === 0n;
    same(
      `${token} claims to nobody`,
      BigInt(entries.filter((one) => one.token === token && one.kind === "principal-out" && toNobody(one)).length),
      0n,
    );
    same(`${token} unexplained`, unitsOf(entries, "unexplained", token), 0n);
  }
  for (const { position, leg, units } of checkUnits(facts, ledger.legs, entries))
    found.push(`${position} ${leg}: ${units} units`);
  const residual = makeWaterfall(facts, { ...ledger, entries })?.residual ?? 0n;
  const size = residual < 0n ? -residual : residual;
  if (size > BigInt(ledger.entries.length)) found.push(`residual ${residual} over ${ledger.entries.length} entries`);
  return found;
}

test("law: over a random year of every kind of movement the books balance: to the unit, and to 1e-8 USD an entry", () => {
  fc.assert(
    fc.property(seed, fc.constantFrom(...costMethods), (from, method) => {
      const world = randomYear(from);
      const facts = factsOf(world, 0, method);
      expect(lies(facts, keepLedger(facts), world)).toEqual([]);
    }),
    settings,
  );
});

test("law: any part of the year balances by itself, and leads on to the next", () => {
  fc.assert(
    fc.property(seed, fc.integer({ min: 1, max: 364 }), (start, from) => {
      const world = randomYear(start);
      const facts = factsOf(world, from);
      const ledger = keepLedger(facts);
      const waterfall = makeWaterfall(facts, ledger);
      expect(checkUnits(facts, ledger.legs, ledger.entries)).toEqual([]);
      expect(waterfall?.residual ?? 0n).toBeLessThanOrEqual(BigInt(ledger.entries.length));
      expect(waterfall?.residual ?? 0n).toBeGreaterThanOrEqual(-BigInt(ledger.entries.length));
    }),
    settings,
  );
});

test("law: an entry that is deleted, doubled or has the wrong sign does not balance", () => {
  const hurt = fc.record({ pick: fc.nat(), how: fc.constantFrom("deleted", "doubled", "mis-signed") });
  fc.assert(
    fc.property(seed, fc.array(hurt, { minLength: 40, maxLength: 40 }), (from, hurts) => {
      const world = randomYear(from);
      const facts = factsOf(world);
      const ledger = keepLedger(facts);
      // A change of value within the rounding of all entries is none that could be told from it.
      const least = BigInt(ledger.entries.length) * 2n;
      const worth = ledger.entries.filter(({ units, usd = 0n }) => units !== 0n || usd > least || usd < -least);
      for (const { pick, how } of hurts) {
        const victim = worth[pick % worth.length] as LedgerEntry;
        const entries = ledger.entries.flatMap((entry) => (entry === victim ? mutate(entry, how) : [entry]));
        expect(lies(facts, ledger, world, entries), `${how}: ${victim.kind} of ${victim.position}`).not.toEqual([]);
      }
    }),
    { ...settings, numRuns: torture ? 100 : 6 },
  );
});

test("law: a flow that is deleted, doubled or has the wrong direction is found, or the ledger would say what did not happen", () => {
  const hurt = fc.record({ pick: fc.nat(), how: fc.constantFrom("deleted", "doubled", "mis-signed") });
  fc.assert(
    fc.property(seed, fc.array(hurt, { minLength: 6, maxLength: 6 }), (from, hurts) => {
      const world = randomYear(from);
      const all = world.legs.flatMap((leg) => leg.flows.map((flow) => ({ leg, flow })));
      for (const { pick, how } of all.length === 0 ? [] : hurts) {
        const victim = all[pick % all.length] as (typeof all)[number];
        const legs = world.legs.map((leg) => {
          if (leg !== victim.leg) return leg;
          return {
            ...leg,
            flows: leg.flows.flatMap((flow) => (flow === victim.flow ? mutateFlow(flow, how) : [flow])),
          };
        });
        const facts = factsOf({ ...world, legs });
        expect(
          lies(facts, keepLedger(facts), world),
          `${how}: ${victim.flow.direction} of ${victim.leg.position}`,
        ).not.toEqual([]);
      }
    }),
    { ...settings, numRuns: torture ? 50 : 4 },
  );
});

function mutate(entry: LedgerEntry, how: string): LedgerEntry[] {
  if (how === "deleted") return [];
  if (how === "doubled") return [entry, { ...entry }];
  return [{ ...entry, units: -entry.units, usd: entry.usd === undefined ? undefined : -entry.usd }];
}

function mutateFlow(flow: LedgerWorld["legs"][number]["flows"][number], how: string) {
  if (how === "deleted") return [];
  if (how === "doubled") return [flow, { ...flow, logIndex: flow.logIndex + 1_000 }];
  return [{ ...flow, direction: flow.direction === "in" ? ("out" as const) : ("in" as const) }];
}
