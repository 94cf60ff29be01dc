import type { Address, Hex } from "viem";
import { earningKinds, type MoneyKind } from "../src/core/rewards/kinds.ts";
import type { Payment } from "../src/core/rewards/pay-table.ts";
import { noteEpochs } from "./epochs.ts";
import { createNodeIds } from "./nodes.ts";
import type { Db } from "./open.ts";
import type { reward } from "./schema.ts";

/** A stored reward. */
export type RewardRow = typeof reward.$inferSelect;

/** A reward to be stored: its node by name; amount in the token's smallest unit, times in Unix seconds. */
export type NewReward = {
  node: string;
  recipient: Address;
  token: string;
  amount: bigint;
  kind: MoneyKind;
  epoch: number;
  /** Its place within what its log says. */
  part: number;
  block: bigint;
  logIndex: number;
  transaction: Hex;
  at: number;
};

type Sum = {
  node: number;
  token: string;
  kind: MoneyKind;
  amount: bigint;
  rewards: number;
  first: number;
  last: number;
};

const INSERT = `insert into reward
  (source, epoch, node, block, log_index, part, kind, token, amount, recipient, at, "transaction")
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`;

/**
 * Adds rewards of a source, leaving out those already there, and moves the totals of their nodes and epochs; gives how many were
 * new. A node nobody told of before becomes known by it, owned by whoever was paid. Runs in the caller's transaction.
 */
export function addRewards(db: Db, source: string, rows: readonly NewReward[]): number {
  // Rewards come by the ten thousand: one prepared statement is several times faster than building each query.
  const insert = db.$client.prepare(INSERT);
  const idOf = createNodeIds(db, source);
  const sums = new Map<string, Sum>();
  const epochs = new Map<number, { first: number; last: number; rewards: number }>();
  let added = 0;
  for (const row of rows) {
    const { epoch, block, logIndex, part, kind, token, amount, recipient, at, transaction } = row;
    const node = idOf(row);
    const money = amount.toString();
    const place = [source, epoch, node, Number(block), logIndex, part] as const;
    if (insert.run(...place, kind, token, money, recipient, at, transaction).changes === 0) continue;
    added += 1;
    addToSum(sums, { node, token, kind, amount, at });
    const times = epochs.get(epoch);
    if (!times) epochs.set(epoch, { first: at, last: at, rewards: 1 });
    else {
      times.first = Math.min(times.first, at);
      times.last = Math.max(times.last, at);
      times.rewards += 1;
    }
  }
  moveTotals(db, sums.values());
  noteEpochs(db, source, epochs);
  return added;
}

function addToSum(
  sums: Map<string, Sum>,
  { node, token, kind, amount, at }: { node: number; token: string; kind: MoneyKind; amount: bigint; at: number },
): void {
  const key = `${node} ${kind} ${token}`;
  const sum = sums.get(key);
  if (!sum) sums.set(key, { node, token, kind, amount, rewards: 1, first: at, last: at });
  else {
    sum.amount += amount;
    sum.rewards += 1;
    sum.first = Math.min(sum.first, at);
    sum.last = Math.max(sum.last, at);
  }
}

function moveTotals({ $client }: Db, sums: Iterable<Sum>): void {
  const find = $client.prepare<[number, string, string], string>(
    "select amount from reward_total where node = ? and token = ? and kind = ?",
  );
  find.pluck();
  const put = $client.prepare(
    `insert into reward_total (node, token, kind, amount, rewards, first_at, last_at) values (?, ?, ?, ?, ?, ?, ?)
     on conflict do update set amount = excluded.amount, rewards = rewards + excluded.rewards,
       first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)`,
  );
  for (const { node, token, kind, amount, rewards, first, last } of sums) {
    const before = BigInt(find.get(node, token, kind) ?? 0);
    put.run(node, token, kind, (before + amount).toString(), rewards, first, last);
  }
}

/** Finds what a source's node, by its name, has accrued in a token so far, in its smallest unit; 0 where it is not known. */
export function createAccrued({ $client }: Db, source: string): (node: string, token: string) => bigint {
  const find = $client.prepare<[string, string, string], string>(
    `select amount from node join reward_total on reward_total.node = node.id
     where source = ? and node.node = ? and token = ? and kind = 'accrued'`,
  );
  find.pluck();
  return (node, token) => BigInt(find.get(source, node, token) ?? 0);
}

/** A portion of a source's nodes that accrued anything in a token, in the order of their ids after the one given. */
export function listAccruedTotals(
  { $client }: Db,
  source: string,
  { token, after, most }: { token: string; after: number; most: number },
): { id: number; node: string; amount: bigint }[] {
  const rows = $client.prepare<unknown[], { id: number; node: string; amount: string }>(
    `select node.id, node.node, amount from node join reward_total on reward_total.node = node.id
     where source = ? and token = ? and kind = 'accrued' and node.id > ? order by node.id limit ?`,
  );
  return rows.all(source, token, after, most).map((row) => ({ ...row, amount: BigInt(row.amount) }));
}

/** When each node of a source last earned anything. */
export function listLastPaid(db: Db, source: string): Map<string, number> {
  const rows = db.$client
    .prepare<[string], { node: string; paid: number }>(
      `select node.node, max(last_at) as paid from node join reward_total on reward_total.node = node.id
       where source = ? and kind in (${quoted(earningKinds)}) group by node.id`,
    )
    .all(source);
  return new Map(rows.map(({ node, paid }) => [node, paid]));
}

/** What each working node of a source earned to claim in a token, less what it claimed; by the node's id. Nodes that never had anything to claim are left out. */
export function listClaimable({ $client }: Db, source: string, token: string): Map<number, bigint> {
  const rows = $client
    .prepare<[string, string], { node: number; kind: string; amount: string }>(
      `select node.id as node, kind, amount from node join reward_total on reward_total.node = node.id
       where source = ? and until is null and token = ? and kind in ('accrued', 'claimed')`,
    )
    .all(source, token);
  const left = new Map<number, bigint>();
  for (const { node, kind, amount } of rows)
    left.set(node, (left.get(node) ?? 0n) + (kind === "accrued" ? BigInt(amount) : -BigInt(amount)));
  return left;
}

const PAYMENTS = `select node.node, amount, at, reward.epoch from epoch
  cross join reward on reward.source = epoch.source and reward.epoch = epoch.epoch
  cross join node on node.id = reward.node
  where epoch.source = ? and last_at >= ? and first_at < ? and token = ? and at >= ? and at < ?
    and kind in (${quoted(earningKinds)})`;

/** What a source's nodes earned in a token in [from, to), read as it is walked through: a month of a large network would not fit the memory. */
export function payments(
  db: Db,
  source: string,
  token: string,
  { from, to }: { from: number; to: number },
): Iterable<Payment> {
  const statement = db.$client.prepare<unknown[], { node: string; amount: string; at: number; epoch: number }>(
    PAYMENTS,
  );
  return {
    *[Symbol.iterator]() {
      for (const { node, amount, at, epoch } of statement.iterate(source, from, to, token, from, to))
        yield { node, amount: BigInt(amount), at, epoch };
    },
  };
}

/** What a source's rewards in a token come to in [from, to), by kind; walked through row by row, since a month of a large network would not fit the memory. */
export function sumByKind(
  { $client }: Db,
  source: string,
  token: string,
  { from, to }: { from: number; to: number },
): Map<MoneyKind, bigint> {
  const sums = new Map<MoneyKind, bigint>();
  const rows = $client
    .prepare<unknown[], { kind: MoneyKind; amount: string }>(
      `select kind, amount from epoch
       cross join reward on reward.source = epoch.source and reward.epoch = epoch.epoch
       where epoch.source = ? and last_at >= ? and first_at < ? and token = ? and at >= ? and at < ?`,
    )
    .iterate(source, from, to, token, from, to);
  for (const { kind, amount } of rows) sums.set(kind, (sums.get(kind) ?? 0n) + BigInt(amount));
  return sums;
}

/** What a source's rewards put into the hands of these accounts in [from, to), as it is walked through. */
export function* paidTo(
  { $client }: Db,
  source: string,
  accounts: readonly Address[],
  { from, to }: { from: number; to: number },
): Iterable<{ transaction: Hex; token: string; amount: bigint }> {
  const rows = $client
    .prepare<unknown[], { transaction: Hex; token: string; amount: string }>(
      `select "transaction", token, amount from epoch
       cross join reward on reward.source = epoch.source and reward.epoch = epoch.epoch
       where epoch.source = ? and last_at >= ? and first_at < ? and at >= ? and at < ? and kind in ('paid', 'claimed')
         and recipient in (select value from json_each(?))`,
    )
    .iterate(source, from, to, from, to, JSON.stringify(accounts));
  for (const { amount, ...row } of rows) yield { ...row, amount: BigInt(amount) };
}

/** A list of words as SQL has it. */
export function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(", ");
}
