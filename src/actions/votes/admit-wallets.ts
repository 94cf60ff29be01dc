import { addElectors, type ElectorRow, findElector, findSnapshotWeight, listElectorsOf } from "../../../db/electors.ts";
import { addEvent } from "../../../db/events.ts";
import { immediate } from "../../../db/open.ts";
import { findProposal } from "../../../db/proposals.ts";
import type { VoteRow } from "../../../db/votes.ts";
import { findWallet, listLinksOf, listWallets, type WalletRow } from "../../../db/wallets.ts";
import type { App } from "../../app.ts";
import { housesOf, readWeights, weighsWallets } from "./read-weights.ts";

/** A member's linked wallets that have no weight in a vote yet: those that can get one, and those that must not. */
export function sortNewWallets(app: App, vote: VoteRow, member: string): { free: WalletRow[]; taken: WalletRow[] } {
  if (!weighsWallets(vote.electorate)) return { free: [], taken: [] };
  const free: WalletRow[] = [];
  const taken: WalletRow[] = [];
  for (const wallet of listWallets(app.db, member)) {
    const elector = findElector(app.db, vote.id, wallet.address);
    if (elector?.member === member) continue;
    const used = elector !== undefined || wasHeldByAnother(app, wallet, vote.openedAt);
    (used ? taken : free).push(wallet);
  }
  return { free, taken };
}

/** Reads the weights of wallets linked since a vote opened and gives them to the member who holds them; one that cannot be read stays out. */
export async function admitWallets(app: App, vote: VoteRow, wallets: readonly WalletRow[]): Promise<void> {
  const addresses = wallets.map(({ address }) => address);
  const weights = new Map<string, (bigint | undefined)[]>();
  for (const house of housesOf(vote.electorate)) {
    if (house.electorate.source.kind === "role") continue;
    const kept = (part: string, wallet: WalletRow["address"]) => findSnapshotWeight(app.db, vote.id, part, wallet);
    weights.set(house.house, await readWeights(app, house, addresses, kept));
  }
  immediate(app.db, () => {
    if (findProposal(app.db, vote.id)?.stage !== "voting") return;
    const free = new Set(wallets.filter((wallet) => isStillFree(app, vote, wallet)));
    const held = [...weights].flatMap(([house, read]) =>
      wallets.flatMap((wallet, index) => {
        const weight = read[index];
        if (weight === undefined || !free.has(wallet)) return [];
        return [{ proposal: vote.id, house, voter: wallet.address, member: wallet.member, weight }];
      }),
    );
    admit(app, vote.id, held);
  });
}

/** Lets whoever carries the role of a house that is not listed vote there; belongs into the transaction of the ballot. */
export function admitByRole(app: App, vote: VoteRow, member: string, roles: readonly string[]): void {
  const rows = housesOf(vote.electorate).flatMap(({ house, electorate: { source } }) => {
    const carries = source.kind === "role" && !source.listed && source.roles.some((role) => roles.includes(role));
    return carries ? [{ proposal: vote.id, house, voter: member, member, weight: 1n }] : [];
  });
  const known = new Set(listElectorsOf(app.db, vote.id, member).map(({ house, voter }) => `${house} ${voter}`));
  admit(
    app,
    vote.id,
    rows.filter(({ house, voter }) => !known.has(`${house} ${voter}`)),
  );
}

function admit(app: App, proposal: number, rows: readonly ElectorRow[]): void {
  if (rows.length === 0) return;
  addElectors(app.db, rows);
  const electors = rows.map(({ voter, member, weight, house }) => ({ voter, member, weight, ...(house && { house }) }));
  addEvent(app.db, { at: app.now(), kind: "electors-admitted", proposal, body: { electors } });
}

function isStillFree(app: App, vote: VoteRow, wallet: WalletRow): boolean {
  return (
    findWallet(app.db, wallet.address)?.id === wallet.id &&
    findElector(app.db, vote.id, wallet.address) === undefined &&
    !wasHeldByAnother(app, wallet, vote.openedAt)
  );
}

/** A wallet passed on while a vote is open could vote twice. */
function wasHeldByAnother(app: App, { address, member }: WalletRow, since: number): boolean {
  return listLinksOf(app.db, address).some(
    (link) => link.member !== member && (link.unlinkedAt === null || link.unlinkedAt >= since),
  );
}
