import { countWhile } from "../../count-while.ts";
import { DAY } from "../../seconds.ts";
import { earnings } from "../accounts/position-account.ts";
import type { PositionLegs } from "../by-position.ts";
import type { PositionFacts, ReadingFact } from "../position-facts.ts";
import type { LegAccrual } from "./accruals.ts";
import type { LedgerFacts } from "./keep-ledger.ts";
import type { Leg, Origin } from "./posting.ts";
import type { LegFlow } from "./rest.ts";

/** What a reading tells comes from no log. */
const NO_LOG = -1;

/** Something to be booked: what a transaction moved, what a position held when it was first read, or what its readings tell since the last mark. */
export type LedgerEvent = { chain: number; block: bigint; at: number } & (
  | { kind: "transaction"; flows: LegFlow[] }
  | { kind: "taken-on"; legs: readonly (LegAccrual & { amount: bigint })[] }
  | { kind: "reading"; legs: readonly LegAccrual[] }
);

/** Whether a position's accruals are booked at a reading: the last one before each mark within the period, of each day (of UTC) before it, and both its ends. */
type IsMark = (chain: number, reading: ReadingFact, next: ReadingFact | undefined) => boolean;

/** The marks of a period. */
export function markOf({ ends, marks }: Pick<LedgerFacts, "ends" | "marks">): IsMark {
  return (chain, { block, at }, next) => {
    const { opening, closing } = ends.get(chain) ?? {};
    if (next === undefined || block === opening || block === closing) return true;
    if (opening !== undefined && block < opening) return Math.floor(at / DAY) !== Math.floor(next.at / DAY);
    return marks.some((mark) => at <= mark && next.at > mark);
  };
}

/**
 * All that is to be booked of the positions, in the order it happened: what came before a position was first read is in that reading, and not booked. Accruals are
 * booked at marks; the readings in between are used all the same.
 */
export function makeTimeline(positions: readonly PositionLegs[], isMark: IsMark): LedgerEvent[] {
  const transactions = new Map<string, LedgerEvent & { kind: "transaction" }>();
  const events: LedgerEvent[] = [];
  for (const legs of positions) {
    const [{ chain, readings }] = legs;
    const [first] = readings;
    if (first === undefined) continue;
    events.push({ kind: "taken-on", chain, block: first.block, at: first.at, legs: legs.map((leg) => takenOn(leg)) });
    for (const facts of legs) collectFlows(transactions, facts, first.block);
    const marks = readings.flatMap((reading, index) =>
      index > 0 && isMark(chain, reading, readings[index + 1]) ? [index] : [],
    );
    for (const [order, index] of marks.entries()) {
      const { block, at } = readings[index] as ReadingFact;
      events.push({ kind: "reading", chain, block, at, legs: accruals(legs, marks[order - 1] ?? 0, index) });
    }
  }
  for (const { flows } of transactions.values()) flows.sort((one, other) => inLogOrder(one.flow, other.flow));
  return [...transactions.values(), ...events].sort(inOrder);
}

function collectFlows(
  transactions: Map<string, LedgerEvent & { kind: "transaction" }>,
  facts: PositionFacts,
  first: bigint,
): void {
  const { chain } = facts;
  for (const flow of facts.flows) {
    if (flow.block <= first) continue;
    const known = transactions.get(`${chain} ${flow.transaction}`);
    const event = known ?? { kind: "transaction", chain, block: flow.block, at: flow.at, flows: [] };
    event.flows.push({ leg: legOf(facts), flow });
    if (known === undefined) transactions.set(`${chain} ${flow.transaction}`, event);
  }
}

function takenOn(facts: PositionFacts): LegAccrual & { amount: bigint } {
  const { amount, ...reading } = facts.readings[0] as ReadingFact;
  const nothing = { income: undefined, converted: undefined, unexplained: undefined };
  return { leg: legOf(facts), origin: originOf(reading), amount, ...nothing };
}

function accruals(legs: PositionLegs, from: number, to: number): LegAccrual[] {
  return legs.map((facts) => {
    const readings = facts.readings.slice(from, to + 1);
    const [opening, closing] = [readings[0] as ReadingFact, readings.at(-1) as ReadingFact];
    const stretch = { from: opening.at, to: closing.at, opening: opening.block, closing: closing.block };
    const earned = earnings({ ...facts, readings, flows: within(facts, stretch) }, stretch);
    const { income = 0n, received = 0n, converted, unexplained } = earned;
    // What was received is booked with its transaction.
    return { leg: legOf(facts), origin: originOf(closing), income: income - received, converted, unexplained };
  });
}

/** Flows are stored oldest first: those of a stretch are found by halving, since a year of them is looked through for each day. */
function within({ flows }: PositionFacts, { opening, closing }: { opening: bigint; closing: bigint }) {
  const upTo = (end: bigint) => countWhile(flows, ({ block }) => block <= end);
  return flows.slice(upTo(opening), upTo(closing));
}

function legOf({ position, leg, kind, chain, token }: PositionFacts): Leg {
  return { position, leg, kind, chain, token: token.name };
}

function originOf({ block, at }: Pick<ReadingFact, "block" | "at">): Origin {
  return { transaction: `block ${block}`, logIndex: NO_LOG, part: 0, block, at };
}

/** By time, then by block; a reading holds what its own block moved, and comes after it. */
function inOrder(one: LedgerEvent, other: LedgerEvent): number {
  if (one.at !== other.at) return one.at - other.at;
  if (one.chain !== other.chain) return one.chain - other.chain;
  if (one.block !== other.block) return one.block < other.block ? -1 : 1;
  return Number(one.kind !== "transaction") - Number(other.kind !== "transaction");
}

function inLogOrder(one: LegFlow["flow"], other: LegFlow["flow"]): number {
  return one.logIndex - other.logIndex || one.part - other.part;
}
