import { addElectors, findElector } from "../../db/electors.ts";
import { addEvent, findEvent } from "../../db/events.ts";
import { immediate } from "../../db/open.ts";
import type { ProposalRow } from "../../db/proposals.ts";
import { findWallet, listLinksOf, listWallets, type WalletRow } from "../../db/wallets.ts";
import type { App } from "../app.ts";
import { readWeights } from "./read-weights.ts";

/** A member's linked wallets that have no weight in a vote yet: those that can get one, and those that must not. */
export function sortNewWallets(
  app: App,
  proposal: ProposalRow,
  member: string,
): { free: WalletRow[]; taken: WalletRow[] } {
  if (proposal.electorate.source.kind !== "votes") return { free: [], taken: [] };
  const free: WalletRow[] = [];
  const taken: WalletRow[] = [];
  for (const wallet of listWallets(app.db, member)) {
    const elector = findElector(app.db, proposal.id, wallet.address);
    if (elector?.member === member) continue;
    const used = elector !== undefined || wasHeldByAnother(app, wallet, proposal.openedAt);
    (used ? taken : free).push(wallet);
  }
  return { free, taken };
}

/** Reads the weights of wallets linked since a vote opened and gives them to the member who holds them. */
export async function admitWallets(app: App, proposal: ProposalRow, wallets: readonly WalletRow[]): Promise<void> {
  const weights = await readWeights(
    app,
    proposal.electorate,
    wallets.map(({ address }) => address),
  );
  immediate(app.db, () => {
    if (findEvent(app.db, proposal.id, "vote-closed")) return;
    const held = wallets.flatMap((wallet, index) => {
      const weight = weights[index];
      const stillFree =
        findWallet(app.db, wallet.address)?.id === wallet.id &&
        findElector(app.db, proposal.id, wallet.address) === undefined &&
        !wasHeldByAnother(app, wallet, proposal.openedAt);
      if (weight === undefined || !stillFree) return [];
      return [{ proposal: proposal.id, voter: wallet.address, member: wallet.member, weight }];
    });
    if (held.length === 0) return;
    addElectors(app.db, held);
    const electors = held.map(({ voter, member, weight }) => ({ voter, member, weight }));
    addEvent(app.db, { at: app.now(), kind: "electors-admitted", proposal: proposal.id, body: { electors } });
  });
}

/** A wallet passed on while a vote is open could vote twice. */
function wasHeldByAnother(app: App, { address, member }: WalletRow, since: number): boolean {
  return listLinksOf(app.db, address).some(
    (link) => link.member !== member && (link.unlinkedAt === null || link.unlinkedAt >= since),
  );
}
