import { byName, NO_REGION, type NodePay, nodePay, regionTotals } from "../../rewards/node-pay.ts";
import { payTable } from "../../rewards/pay-table.ts";
import { earnings } from "../accounts/position-account.ts";
import { byPosition, positionLabel } from "../by-position.ts";
import { sumUsd, valueUsd } from "../money.ts";
import type { Period } from "../periods.ts";
import type { PositionFacts } from "../position-facts.ts";
import type { StatementPrice, StatementToken, Usd } from "../statement.ts";
import { stretchOf } from "../stretch.ts";
import type { PriceOf, SourceFacts, StatementFacts } from "./statement-facts.ts";

/** How one node was paid on each day of a history. */
export type HistoryNode = { source: string; node: string; region: string; days: readonly NodePay[] };

/** What the days up to the end of the period earned: the past that a picture shows. Valued at the statement's own prices. */
export type History = {
  /** Stretches of time in order, each [from, to). */
  days: readonly { from: number; to: number }[];
  /** One value for each day, in USD 1e-8; undefined where it is unknown. */
  income: readonly { kind: "rewards" | "yield"; name: string; label: string; usd: readonly Usd[] }[];
  /** Paid to each region on each day, in the source's token. */
  regions: readonly { source: string; token: StatementToken; region: string; totals: readonly bigint[] }[];
  /** The nodes that missed most, and how many nodes there are in all. */
  nodes: readonly HistoryNode[];
  nodesInAll: number;
  /** How many of all nodes missed at least one payment. */
  nodesMissed: number;
};

/** How many nodes a history shows one by one: those that missed most. */
const NODES_SHOWN = 40;

/** What the days up to the end of the period earned, day by day, valued at the statement's own prices. */
export function makeHistory(facts: StatementFacts, price: PriceOf): History {
  const { days } = facts;
  const sources = facts.sources.map((source) => ({ source, table: payTable(source.payments, days) }));
  const now = facts.complete ? facts.period.to : facts.period.to - 1;
  const nodes = sources.flatMap(({ source, table }) =>
    source.nodes.map((node) => ({
      source: source.source,
      node: node.node,
      region: node.region ?? NO_REGION,
      days: nodePay(node, table, days, now),
    })),
  );
  const active = nodes.filter((node) => node.days.some((day) => day !== "absent"));
  return {
    days,
    income: [
      ...sources.map(({ source, table }) => ({
        kind: "rewards" as const,
        ...named(source),
        usd: table.stretches.map((sum) => (sum === 0n ? 0n : valueUsd(sum, source.token, price(source.token)))),
      })),
      ...byPosition(facts.positions).map((legs) => ({
        kind: "yield" as const,
        name: legs[0].position,
        label: positionLabel(legs[0]),
        usd: days.map((day) => sumUsd(legs.map((leg) => incomeOfDay(facts, leg, day, price(leg.token))))),
      })),
    ],
    regions: sources.flatMap(({ source, table }) =>
      regionTotals(table, source.nodes).map(({ region, stretches }) => ({
        source: source.source,
        token: source.token,
        region,
        totals: stretches,
      })),
    ),
    nodes: chosen(active),
    nodesInAll: active.length,
    nodesMissed: active.filter((node) => missedDays(node) > 0).length,
  };
}

function named({ source, label }: SourceFacts) {
  return { name: source, label };
}

/** A day's income is known only where both its ends were read within a day before them: else it would hold other days' income. */
function incomeOfDay(
  facts: StatementFacts,
  position: PositionFacts,
  day: Period,
  price: StatementPrice | undefined,
): Usd {
  const stretch = stretchOf(facts, position.chain, day);
  const opening = facts.readAt.find(({ chain, block }) => chain === position.chain && block === stretch.opening);
  const closing = facts.readAt.find(({ chain, block }) => chain === position.chain && block === stretch.closing);
  const slack = day.to - day.from;
  if (!opening || !closing || day.from - opening.timestamp > slack || day.to - closing.timestamp > slack)
    return undefined;
  return valueUsd(earnings(position, stretch).income, position.token, price);
}

/** Those that missed most, in the order of their names. */
function chosen(nodes: readonly HistoryNode[]): HistoryNode[] {
  const most = [...nodes].sort((a, b) => missedDays(b) - missedDays(a) || byName(a.node, b.node)).slice(0, NODES_SHOWN);
  return most.sort((a, b) => byName(a.source, b.source) || byName(a.node, b.node));
}

/** How many of its days a node should have been paid on and was not. */
export function missedDays({ days }: Pick<HistoryNode, "days">): number {
  return days.filter((day) => day === "missed").length;
}
