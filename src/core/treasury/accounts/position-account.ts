import { valueUsd } from "../money.ts";
import type { FlowFact, PositionFacts } from "../position-facts.ts";
import { promisedRate } from "../returns/promised.ts";
import { realisedRate } from "../returns/realised.ts";
import type { PositionAccount, StatementPrice } from "../statement.ts";
import type { Stretch } from "../stretch.ts";
import { poolIncome } from "./pool-income.ts";
import { unexplainedOf } from "./unexplained.ts";

/** All of what lies in a leg, in millionths. */
const ALL = 1_000_000n;

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
  const received = total(
    flows.filter(({ isIncome }) => isIncome),
    "in",
  );
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
  if (flows.some(({ isIncome }) => isIncome)) return { apr: undefined, quoted: undefined };
  const moved = flows.map(({ at, direction, amount }) => {
    return { at, amount: direction === "in" ? sign * amount : -sign * amount };
  });
  const promised = promisedRate(facts.readings.filter(({ at }) => at >= first.at && at <= last.at));
  const apr = realisedRate(income, { from: first.at, to: last.at, opening: sign * first.amount, flows: moved });
  return {
    // A loss at whose pace more than all would be gone within a year says nothing of a year; a debt may well cost that.
    apr: facts.kind !== "debt" && apr !== undefined && apr < -ALL ? undefined : apr,
    quoted: promised === undefined ? undefined : sign * promised,
  };
}

function isWithin(flow: FlowFact, { from, to, opening, closing }: Stretch): boolean {
  const begun = opening === undefined ? flow.at >= from : flow.block > opening;
  const over = closing === undefined ? flow.at >= to : flow.block > closing;
  return begun && !over;
}

function total(flows: readonly FlowFact[], direction: FlowFact["direction"]): bigint {
  return flows.reduce((sum, flow) => (flow.direction === direction ? sum + flow.amount : sum), 0n);
}
