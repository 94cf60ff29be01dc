import type { Address, Hex } from "viem";
import { earningKinds, type MoneyKind } from "../src/core/rewards/kinds.ts";
import type { Db } from "./open.ts";
import { quoted } from "./rewards.ts";

/** What a node earned in an epoch in one token, in its smallest unit. */
export type EarnedRow = { node: number; epoch: number; token: string; amount: bigint };

/** What a node's rewards of one kind add up to, ever, in one token. */
export type TotalRow = { node: number; token: string; kind: MoneyKind; amount: bigint };

/** The middle of a cohort in an epoch, and of how many. */
export type MedianRow = { epoch: number; cohort: string; nodes: number; total: bigint; median: bigint };

/** A reward as it is shown: with the name of its node. */
export type ShownReward = {
  node: string;
  epoch: number;
  at: number;
  kind: MoneyKind;
  token: string;
  amount: bigint;
  recipient: Address;
  block: number;
  transaction: Hex;
  logIndex: number;
  part: number;
};

// The order is ours: by epoch, then by node, each a look-up by the key. Left to itself, SQLite may walk through a source's whole history.
const EARNED = `select reward.node, reward.epoch, token, amount
  from json_each(?) as e cross join json_each(?) as n
  cross join reward on reward.source = ? and reward.epoch = e.value and reward.node = n.value
  where kind in (${quoted(earningKinds)})`;

/** What these nodes earned in these epochs, by epoch and node; several rewards of one epoch are several rows. */
export function listEarned(
  { $client }: Db,
  source: string,
  epochs: readonly number[],
  nodes: readonly number[],
): EarnedRow[] {
  const rows = $client
    .prepare<[string, string, string], Omit<EarnedRow, "amount"> & { amount: string }>(EARNED)
    .all(JSON.stringify(epochs), JSON.stringify(nodes), source);
  return rows.map(({ amount, ...row }) => ({ ...row, amount: BigInt(amount) }));
}

/** What these nodes ever accrued, by node and epoch: looked up epoch by epoch, for sources whose contracts ask for it. */
export function listAccrued({ $client }: Db, source: string, nodes: readonly number[]): EarnedRow[] {
  const rows = $client
    .prepare<[string, string], Omit<EarnedRow, "amount"> & { amount: string }>(
      `select reward.node, reward.epoch, token, amount from epoch cross join json_each(?) as n
       cross join reward on reward.source = epoch.source and reward.epoch = epoch.epoch and reward.node = n.value
       where epoch.source = ? and kind = 'accrued'`,
    )
    .all(JSON.stringify(nodes), source);
  return rows.map(({ amount, ...row }) => ({ ...row, amount: BigInt(amount) }));
}

/** Everything that these nodes ever had, by token and kind. */
export function listTotals({ $client }: Db, nodes: readonly number[]): TotalRow[] {
  const rows = $client
    .prepare<[string], Omit<TotalRow, "amount"> & { amount: string }>(
      `select node, token, kind, amount from json_each(?) as n cross join reward_total on reward_total.node = n.value`,
    )
    .all(JSON.stringify(nodes));
  return rows.map(({ amount, ...row }) => ({ ...row, amount: BigInt(amount) }));
}

/** What the nodes of a source were ever paid locked, by token. */
export function listLocked({ $client }: Db, source: string): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  const rows = $client
    .prepare<[string], { token: string; amount: string }>(
      `select token, amount from node join reward_total on reward_total.node = node.id
       where source = ? and kind = 'locked'`,
    )
    .iterate(source);
  for (const { token, amount } of rows) sums.set(token, (sums.get(token) ?? 0n) + BigInt(amount));
  return sums;
}

/** The middles of these cohorts in these epochs in one token, as far as they are worked out. */
export function listMedians(
  { $client }: Db,
  source: string,
  token: string,
  epochs: readonly number[],
  cohorts: readonly string[],
): MedianRow[] {
  const rows = $client
    .prepare<string[], Omit<MedianRow, "total" | "median"> & { total: string; median: string }>(
      `select cohort.epoch, cohort, nodes, total, median
       from json_each(?) as e cross join json_each(?) as c
       cross join cohort on source = ? and cohort.epoch = e.value and cohort = c.value and token = ?`,
    )
    .all(JSON.stringify(epochs), JSON.stringify(cohorts), source, token);
  return rows.map(({ total, median, ...row }) => ({ ...row, total: BigInt(total), median: BigInt(median) }));
}

const SHOWN = `node.node, reward.epoch, reward.at, kind, token, amount, recipient, block, "transaction",
  log_index as logIndex, part`;

/** Every reward of an epoch, of whatever kind: of these nodes, else of all, as it is walked through. */
export function* rewardsIn(
  { $client }: Db,
  source: string,
  epoch: number,
  nodes?: readonly number[],
): Iterable<ShownReward> {
  const of = nodes === undefined ? "" : "json_each(?) as n cross join";
  const which = nodes === undefined ? "" : "and reward.node = n.value";
  const statement = $client.prepare<unknown[], Omit<ShownReward, "amount"> & { amount: string }>(
    `select ${SHOWN} from ${of} reward cross join node on node.id = reward.node
     where reward.source = ? and reward.epoch = ? ${which}`,
  );
  const given = nodes === undefined ? [] : [JSON.stringify(nodes)];
  for (const { amount, ...row } of statement.iterate(...given, source, epoch)) yield { ...row, amount: BigInt(amount) };
}
