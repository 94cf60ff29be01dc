import { nodeTotals, regionTotals, silentNodes } from "../../rewards/node-pay.ts";
import { payTable } from "../../rewards/pay-table.ts";
import { valueUsd } from "../money.ts";
import { daysOf, type Period } from "../periods.ts";
import type { SourceFacts } from "../statement/statement-facts.ts";
import type { RewardAccount, StatementPrice } from "../statement.ts";
import { lateRewards } from "./late-rewards.ts";

/** One source's line of a statement: what was paid in [from, to) by block time, to whom, and who was not paid. */
export function rewardAccount(
  facts: SourceFacts,
  period: Period,
  timeZone: string,
  price: StatementPrice | undefined,
): RewardAccount {
  const days = daysOf(period, timeZone);
  const table = payTable(facts.payments, days);
  return {
    ...{ source: facts.source, label: facts.label, token: facts.token },
    total: table.total,
    totalUsd: table.total === 0n ? 0n : valueUsd(table.total, facts.token, price),
    payments: table.payments,
    nodesPaid: table.nodes.size,
    nodesSilent: silentNodes(table, facts.nodes, period),
    byRegion: regionTotals(table, facts.nodes).map(({ region, total, nodes }) => ({ region, total, nodes })),
    byNode: nodeTotals(table, facts.nodes),
    ...lateOf(facts, period),
    ...(facts.oneOff ? { oneOff: true } : {}),
    byDay: days.map(({ from }, index) => ({ from, total: table.stretches[index] ?? 0n })),
  };
}

function lateOf(facts: SourceFacts, period: Period): Pick<RewardAccount, "late"> {
  const late = lateRewards(facts, period);
  return late === undefined ? {} : { late };
}
