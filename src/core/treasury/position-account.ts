import { realisedApr } from "./apr.ts";
import type { LegKind } from "./legs.ts";
import { valueUsd } from "./money.ts";
import { poolIncome } from "./pool-income.ts";
import { promisedRate } from "./returns/promised.ts";
import type { PositionAccount, StatementPrice, StatementToken } from "./statement.ts";
import { unexplainedOf } from "./unexplained.ts";

/** What a leg held at a block, negative for a debt; `shares` where it has any, `growth` of its pool at a scale of 1e27. */
export type ReadingFact = {
  block: bigint;
  at: number;
  amount: bigint;
  shares: bigint | undefined;
  growth?: bigint | undefined;
  /** The rate its protocol promised: simple, a year, at a scale of 1e27. */
  quoted?: bigint | undefined;
  /** Of a debt: how many times its collateral covers it before it is liquidated, at a scale of 1e18. */
  health?: bigint | undefined;
  /** What of the amount unlocks when, in Unix seconds. */
  unlocks?: readonly { at: number; amount: bigint }[] | undefined;
};

/** What one log moved into or out of a leg, in the token's smallest unit, never negative, and how many shares that was, where it is known. */
export type FlowFact = {
  transaction: string;
  logIndex: number;
  /** Its place among what the same log says of the leg. */
  part: number;
  block: bigint;
  at: number;
  direction: "in" | "out";
  amount: bigint;
  shares?: bigint | undefined;
  /** Who paid it or was paid, where the log says so. */
  counterparty?: string | undefined;
  /** Whether it was earned: paid by somebody whose payments are income. */
  isIncome?: boolean;
};

/** Everything the books know about a leg of a position, oldest first. */
export type PositionFacts = {
  position: string;
  leg: string;
  kind: LegKind;
  label: string;
  protocol: string;
  chain: number;
  token: StatementToken;
  readings: readonly ReadingFact[];
  flows: readonly FlowFact[];
  /** Of what can be claimed: the leg of the same token that it is earned on. */
  earnedOn?: Pick<PositionFacts, "readings" | "flows"> | undefined;
};

/** A stretch of time on one chain, and the blocks whose readings stand for its two ends. */
export type Stretch = {
  from: number;
  to: number;
  opening: bigint | undefined;
  closing: bigint | undefined;
  /** True where the chain is known to have had no block in between: then nothing was earned, which is not the same as unknown. */
  quiet?: boolean;
};

/** What a position held, moved and earned between two blocks, in the token's smallest unit. */
export type Earnings = Pick<
  PositionAccount,
  "opening" | "closing" | "paidIn" | "takenOut" | "unexplained" | "converted" | "income" | "received"
>;

/**
 * Accounts for one leg between the two readings of a stretch, exactly: closing − opening = paidIn − takenOut + income + unexplained + converted.
 * Payments are taken from the blocks between the readings, not from the clock, so that none is counted against a reading that does not hold it.
 */
export function earnings(facts: PositionFacts, stretch: Stretch): Earnings {
  const opening = facts.readings.find(({ block }) => block === stretch.opening);
  const closing = facts.readings.find(({ block }) => block === stretch.closing);
  const flows = facts.flows.filter((flow) => isWithin(flow, stretch));
  const received = total(flows.filter(isEarned), "in");
  const paidIn = total(flows, "in") - received;
  const takenOut = total(flows, "out");
  const ends = { opening: opening?.amount, closing: closing?.amount, paidIn, takenOut, received };
  const isUnread = opening?.block === closing?.block && !stretch.quiet;
  if (opening === undefined || closing === undefined || isUnread)
    return { ...ends, unexplained: undefined, converted: undefined, income: undefined };
  const readings = facts.readings.filter(({ block }) => block >= opening.block && block <= closing.block);
  const gained = closing.amount - opening.amount - paidIn + takenOut;
  const unexplained = unexplainedOf(facts.kind, readings, flows);
  const explained = gained - (unexplained ?? 0n);
  if (facts.kind !== "pooled") return { ...ends, unexplained, converted: 0n, income: explained };
  const income = poolIncome(readings);
  return { ...ends, unexplained, converted: explained - income, income };
}

/** One leg's line of a statement: its earnings over the period, valued, and its rate over the period or a week, whichever is longer. */
export function positionAccount(
  facts: PositionFacts,
  period: Stretch,
  rateOver: Stretch,
  price: StatementPrice | undefined,
): PositionAccount {
  const { position, leg, kind, label, protocol, chain, token } = facts;
  const earned = earnings(facts, period);
  return {
    ...{ position, leg, kind, label, protocol, chain, token },
    ...earned,
    incomeUsd: valueUsd(earned.income, token, price),
    closingUsd: valueUsd(earned.closing, token, price),
    ...rates(facts, rateOver),
    aprFrom: rateOver.from,
  };
}

/**
 * What is owed counts as principal held; both rates of a debt are negative, since that is what it costs and was said to. What can be claimed is no
 * principal: its rates are those of what earns it.
 */
function rates(facts: PositionFacts, stretch: Stretch): Pick<PositionAccount, "apr" | "quoted"> {
  const { income } = earnings(facts, stretch);
  const principal = facts.kind === "claimable" ? facts.earnedOn : facts;
  const first = principal?.readings.find(({ block }) => block === stretch.opening);
  const last = principal?.readings.find(({ block }) => block === stretch.closing);
  if (!principal || income === undefined || !first || !last) return { apr: undefined, quoted: undefined };
  const sign = facts.kind === "debt" ? -1n : 1n;
  const flows = principal.flows.filter((flow) => isWithin(flow, stretch));
  // What others pay is no yield of what lies there.
  if (flows.some(isEarned)) return { apr: undefined, quoted: undefined };
  const movements = flows.map(({ at, direction, amount }) => ({
    at,
    amount: direction === "in" ? sign * amount : -sign * amount,
  }));
  const promised = promisedRate(facts.readings.filter(({ at }) => at >= first.at && at <= last.at));
  return {
    apr: realisedApr(income, sign * first.amount, movements, first.at, last.at),
    quoted: promised === undefined ? undefined : sign * promised,
  };
}

function isEarned({ isIncome = false }: FlowFact): boolean {
  return isIncome;
}

function isWithin(flow: FlowFact, { from, to, opening, closing }: Stretch): boolean {
  const begun = opening === undefined ? flow.at >= from : flow.block > opening;
  const over = closing === undefined ? flow.at >= to : flow.block > closing;
  return begun && !over;
}

function total(flows: readonly FlowFact[], direction: FlowFact["direction"]): bigint {
  return flows.reduce((sum, flow) => (flow.direction === direction ? sum + flow.amount : sum), 0n);
}
