import type {
  PositionAccount,
  RewardAccount,
  Statement,
  StatementBlock,
  StatementPrice,
} from "../../core/treasury/statement.ts";
import { dollarCells, iso, type Row, tokenCells } from "./csv-row.ts";
import { exactDecimal } from "./inert-cell.ts";

/** What one source paid: in all, by region, by day and by node, the silent ones too. */
export function rewardRows(account: RewardAccount, { from, to }: Statement): Row[] {
  const { label: name, token, byNode, byRegion, byDay, nodesSilent, late, oneOff } = account;
  const about = { name, from: iso(from), to: iso(to) };
  const ends = [...byDay.slice(1).map((day) => day.from), to];
  return [
    {
      ...{ kind: "reward", ...about, item: "total", ...tokenCells(account.total, token) },
      ...dollarCells(account.totalUsd),
      count: String(account.payments),
    },
    ...(oneOff ? [{ kind: "reward", ...about, item: "comes", note: "one-off" }] : []),
    ...(late === undefined
      ? []
      : [
          {
            ...{ kind: "reward", ...about, item: "for earlier epochs", ...tokenCells(late.amount, token) },
            count: String(late.payments),
          },
        ]),
    ...byRegion.map(({ region, total, nodes }) => ({
      ...{ kind: "reward-region", ...about, item: region, ...tokenCells(total, token) },
      count: String(nodes),
    })),
    ...byDay.map((day, index) => ({
      ...{ kind: "reward-day", name, from: iso(day.from), to: iso(ends[index] ?? to) },
      ...tokenCells(day.total, token),
    })),
    ...byNode.map(({ node, region, total, payments }) => ({
      ...{ kind: "reward-node", ...about, item: node, ...tokenCells(total, token) },
      ...{ count: String(payments), note: region },
    })),
    ...nodesSilent.map((node) => ({
      ...{ kind: "reward-node", ...about, item: node, ...tokenCells(0n, token) },
      ...{ count: "0", note: "silent" },
    })),
  ];
}

/** How one leg of a position came from its opening to its closing, and at what rate. */
export function positionRows(account: PositionAccount, { from, to }: Statement): Row[] {
  const { label: name, token, position, leg, chain, apr, aprFrom, quoted } = account;
  const about = { kind: "position", name, from: iso(from), to: iso(to), position, leg, chain: String(chain) };
  const row = (item: string, amount: bigint | undefined) => ({ ...about, item, ...tokenCells(amount, token) });
  const rate = (item: string, millionths: bigint | undefined, note: string) => ({
    ...{ ...about, item, from: iso(aprFrom) },
    ...(millionths === undefined ? { note: "unknown" } : { amount: exactDecimal(millionths, 4), note }),
  });
  return [
    row("opening", account.opening),
    row("paid in", account.paidIn),
    row("taken out", account.takenOut),
    { ...row("income", account.income), ...dollarCells(account.incomeUsd) },
    ...(account.unexplained === undefined ? [] : [row("unexplained", account.unexplained)]),
    ...(account.converted === 0n ? [] : [row("converted", account.converted)]),
    { ...row("closing", account.closing), ...dollarCells(account.closingUsd) },
    rate("percent a year", apr, "realised, simple"),
    ...(quoted === undefined ? [] : [rate("quoted percent a year", quoted, "mean of what its protocol promised")]),
  ];
}

/** A price, the feed's round that gave it, and what speaks against it. */
export function priceRow({ name, answer, decimals, updatedAt, chain, block, round, ...doubts }: StatementPrice): Row {
  const { stale, silent, apart } = doubts;
  return {
    ...{ kind: "price", name, to: iso(updatedAt), usd: exactDecimal(answer, decimals) },
    note: [silent ? "silent" : stale ? "stale" : "", apart ? `apart from ${apart.from}` : ""]
      .filter(Boolean)
      .join(", "),
    ...{ chain: String(chain), block: String(block), round: round === undefined ? "" : String(round) },
  };
}

/** The blocks of both ends, by chain. */
export function blockRows({ openings = [], blocks }: Statement): Row[] {
  return [...openings.map((block) => blockRow("opening", block)), ...blocks.map((block) => blockRow("closing", block))];
}

function blockRow(item: string, { name, chain, block, hash, timestamp }: StatementBlock): Row {
  return { kind: "block", name, item, to: iso(timestamp), note: hash, chain: String(chain), block: String(block) };
}
