import { index, onchainTable } from "ponder";

export const reward = onchainTable(
  "reward",
  (t) => ({
    id: t.text().primaryKey(),
    node: t.bigint().notNull(),
    operator: t.hex().notNull(),
    epoch: t.bigint().notNull(),
    amount: t.bigint().notNull(),
    block: t.bigint().notNull(),
    at: t.bigint().notNull(),
  }),
  (table) => ({ operatorEpoch: index().on(table.operator, table.epoch) }),
);
