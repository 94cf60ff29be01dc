import { and, asc, eq, isNull } from "drizzle-orm";
import type { Address } from "viem";
import type { Db } from "./open.ts";
import { wallet } from "./schema.ts";

/** A stored link of a wallet to a member; ended ones stay. */
export type WalletRow = typeof wallet.$inferSelect;

/** Links a wallet; the database refuses it while another link of it holds. */
export function addWallet(db: Db, row: Omit<WalletRow, "id" | "unlinkedAt">): void {
  db.insert(wallet).values(row).run();
}

/** The link that holds now, if any. */
export function findWallet(db: Db, address: Address): WalletRow | undefined {
  return db
    .select()
    .from(wallet)
    .where(and(eq(wallet.address, address), isNull(wallet.unlinkedAt)))
    .get();
}

/** Wallets linked now: a member's, or everybody's. */
export function listWallets(db: Db, member?: string): WalletRow[] {
  return db
    .select()
    .from(wallet)
    .where(and(isNull(wallet.unlinkedAt), member === undefined ? undefined : eq(wallet.member, member)))
    .orderBy(asc(wallet.id))
    .all();
}

/** Every link a wallet ever had, oldest first. */
export function listLinksOf(db: Db, address: Address): WalletRow[] {
  return db.select().from(wallet).where(eq(wallet.address, address)).orderBy(asc(wallet.id)).all();
}

/** Ends a link; false when it had ended before. */
export function setUnlinked(db: Db, id: number, at: number): boolean {
  const ended = db
    .update(wallet)
    .set({ unlinkedAt: at })
    .where(and(eq(wallet.id, id), isNull(wallet.unlinkedAt)))
    .run();
  return ended.changes === 1;
}
