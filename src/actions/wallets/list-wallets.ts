import type { Address } from "viem";
import { listWallets as listRows } from "../../../db/wallets.ts";
import type { App } from "../../app.ts";

/** A member's linked wallet. */
export type WalletView = { address: Address; linkedAt: number };

/** A member's wallets, in the order they were linked. */
export function listWallets(app: App, member: string): WalletView[] {
  return listRows(app.db, member).map(({ address, linkedAt }) => ({ address, linkedAt }));
}
