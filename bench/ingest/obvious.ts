// What one would write in an evening: the library's own reading of a contract's events, and its rows into a database by the thousand.
import Database from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { createPublicClient, http, parseAbi } from "viem";
import { readCourse, sayDone, sayFound } from "./course.ts";
import { REWARD_PAID } from "./reward-paid.ts";

const BLOCKS_AT_ONCE = 10n;
const ROWS_AT_ONCE = 1_000;

const reward = sqliteTable(
  "reward",
  {
    transaction: text("transaction").notNull(),
    logIndex: integer("log_index").notNull(),
    node: text("node").notNull(),
    owner: text("owner").notNull(),
    epoch: integer("epoch").notNull(),
    amount: text("amount").notNull(),
    block: integer("block").notNull(),
    at: integer("at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.transaction, table.logIndex] }),
    index("reward_owner").on(table.owner, table.epoch),
  ],
);

const CREATE = `create table reward ("transaction" text not null, log_index integer not null, node text not null,
  owner text not null, epoch integer not null, amount text not null, block integer not null, at integer not null,
  primary key ("transaction", log_index)); create index reward_owner on reward (owner, epoch)`;

const { url, contract, deployBlock, databasePath } = readCourse();
const sqlite = new Database(databasePath);
sqlite.pragma("journal_mode = WAL");
sqlite.exec(CREATE);
const db = drizzle({ client: sqlite });
const client = createPublicClient({ transport: http(url) });
const abi = parseAbi([REWARD_PAID]);

const { number: last } = await client.getBlock({ blockTag: "finalized" });
for (let fromBlock = BigInt(deployBlock); fromBlock <= last; fromBlock += BLOCKS_AT_ONCE) {
  const end = fromBlock + BLOCKS_AT_ONCE - 1n;
  const range = { fromBlock, toBlock: end < last ? end : last };
  const logs = await client.getContractEvents({
    address: contract,
    abi,
    eventName: "RewardPaid",
    strict: true,
    ...range,
  });
  const rows = logs.map(({ args, ...log }) => ({
    transaction: log.transactionHash,
    logIndex: log.logIndex,
    node: args.nodeId.toString(),
    owner: args.owner,
    epoch: Number(args.epoch),
    amount: args.amount.toString(),
    block: Number(log.blockNumber),
    at: Number(log.blockTimestamp),
  }));
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    db.insert(reward)
      .values(rows.slice(at, at + ROWS_AT_ONCE))
      .onConflictDoNothing()
      .run();
  }
}
sayDone();
sayFound(sqlite.prepare<[], string>("select amount from reward").pluck().iterate());
