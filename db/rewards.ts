import type { Db } from "./open.ts";
import type { reward } from "./schema.ts";

/** One payment to one node. */
export type RewardRow = typeof reward.$inferSelect;

const INSERT = `insert into reward
  (chain, "transaction", log_index, source, node, recipient, token, amount, epoch, block, at)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`;

/** Adds payments, leaving out those already there; gives how many were new. Runs in the caller's transaction. */
export function addRewards(db: Db, rows: readonly RewardRow[]): number {
  // Payments come by the ten thousand: one prepared statement is several times faster than building each query.
  const insert = db.$client.prepare(INSERT);
  let added = 0;
  for (const row of rows) {
    const { chain, transaction, logIndex, source, node, recipient, token, amount, epoch, block, at } = row;
    const money = amount.toString();
    added += insert.run(chain, transaction, logIndex, source, node, recipient, token, money, epoch, block, at).changes;
  }
  return added;
}

/** When each node of a source was last paid, as of a unix second. */
export function listLastPaid(db: Db, source: string, at: number): Map<string, number> {
  const rows = db.$client
    .prepare<[string, number], { node: string; paid: number }>(
      "select node, max(at) as paid from reward where source = ? and at <= ? group by node",
    )
    .all(source, at);
  return new Map(rows.map(({ node, paid }) => [node, paid]));
}
