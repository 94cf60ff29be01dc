/**
 * Tables that SQLite keeps in the order of their key and nothing beside it (`WITHOUT ROWID`): those with very many rows, which are written and
 * read in that order.
 */
export const inKeyOrder: readonly string[] = ["reward", "reward_total", "epoch", "cohort"];
