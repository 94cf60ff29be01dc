import { stringify } from "csv-stringify/sync";
import type { StatementToken } from "../../core/treasury/statement.ts";
import { exactDecimal, inertCell } from "./inert-cell.ts";

const COLUMNS = [
  ...["source", "node", "epoch", "time", "kind", "token", "amount", "raw"],
  ...["recipient", "block", "transaction", "log", "part"],
];

/** One reward as the file tells it; `at` in Unix seconds, the amount in the token's smallest unit. */
export type CsvReward = {
  source: string;
  node: string;
  epoch: number;
  at: number;
  kind: string;
  token: StatementToken;
  amount: bigint;
  recipient: string;
  block: number;
  transaction: string;
  logIndex: number;
  part: number;
};

/** Rewards as a file, how many are in it, and whether it holds all of them; `last` is the last one that it holds. */
export type RewardsFile = { data: Buffer; rewards: number; whole: boolean; last: CsvReward | undefined };

/** The line that names the columns. */
export const rewardsHead = stringify([COLUMNS], { record_delimiter: "windows" });

/** Rewards as lines of a table (RFC 4180, UTF-8): amounts as exact decimals and as raw integers, times in UTC. No cell can run as a formula. */
export function rewardsLines(rewards: readonly CsvReward[]): string {
  const rows = rewards.map((one) => [
    ...[one.source, one.node, String(one.epoch), iso(one.at), one.kind, one.token.symbol],
    ...[exactDecimal(one.amount, one.token.decimals), one.amount.toString(), one.recipient],
    // A tree that no log told of has a block, and no transaction.
    ...[String(one.block), one.transaction.replace(/^0x$/, ""), String(one.logIndex), String(one.part)],
  ]);
  return stringify(
    rows.map((row) => row.map(inertCell)),
    { record_delimiter: "windows" },
  );
}

/** As much of the rewards as fits into so many bytes: in whole batches, as they come. */
export async function rewardsFile(
  batches: AsyncIterable<readonly CsvReward[]>,
  mostBytes: number,
): Promise<RewardsFile> {
  const parts = [Buffer.from(rewardsHead)];
  let [bytes, rewards] = [rewardsHead.length, 0];
  let last: CsvReward | undefined;
  for await (const batch of batches) {
    const part = Buffer.from(rewardsLines(batch));
    if (bytes + part.length > mostBytes) return { data: Buffer.concat(parts), rewards, whole: false, last };
    parts.push(part);
    bytes += part.length;
    rewards += batch.length;
    last = batch.at(-1) ?? last;
  }
  return { data: Buffer.concat(parts), rewards, whole: true, last };
}

function iso(at: number): string {
  return new Date(at * 1_000).toISOString().replace(".000Z", "Z");
}
