import type { Address } from "viem";
import { type ChallengeRow, findChallenge, setChallengeUsed } from "../../../db/challenges.ts";
import { addEvent } from "../../../db/events.ts";
import { claimInteraction } from "../../../db/interactions.ts";
import { immediate } from "../../../db/open.ts";
import { addWallet, findWallet, listWallets } from "../../../db/wallets.ts";
import type { App } from "../../app.ts";
import { Refusal, Repeated } from "../../errors.ts";
import { type Verified, verifySignature } from "./verify-signature.ts";

/** A signed sign-in text, by its nonce. */
export type LinkWallet = {
  interaction: { id: string; sentAtMs: number };
  member: string;
  nonce: string;
  signature: string;
};

/** Links a wallet to the member who asked, if the wallet itself signed the very text issued to that member. */
export async function linkWallet(app: App, request: LinkWallet): Promise<{ address: Address }> {
  const { interaction, member, nonce, signature } = request;
  const challenge = requireChallenge(app, nonce, member);
  const verified = await verifySignature(app, { ...challenge, signature });
  immediate(app.db, () => {
    claim(app, interaction.id);
    useChallenge(app, nonce);
    addLink(app, challenge, verified);
  });
  app.wake("admit-wallets");
  return { address: challenge.address };
}

/** The sign-in text of that nonce, if it was issued to the member. */
export function requireChallenge(app: App, nonce: string, member: string): ChallengeRow {
  const challenge = findChallenge(app.db, nonce);
  if (challenge?.member === member) return challenge;
  // One answer for a text that is not there and one that is somebody else's: neither is for this member.
  throw new Refusal("There is no such sign-in text for you.", { hint: "Start again with /wallet link." });
}

/** Uses a sign-in text up. Belongs into the transaction of what it is used for. */
export function useChallenge(app: App, nonce: string): void {
  if (setChallengeUsed(app.db, nonce, app.now())) return;
  throw new Refusal("This sign-in text has expired or was used.", { hint: "Start again with /wallet link." });
}

/** Takes the interaction that links; Repeated when it has linked before. */
export function claim(app: App, interaction: string): void {
  if (!claimInteraction(app.db, interaction, app.now())) throw new Repeated("This wallet has been linked already.");
}

/** Writes a link that was proven. Belongs into the transaction of the proof's use. */
export function addLink(app: App, { nonce, address, message, member }: ChallengeRow, verified: Verified): void {
  const now = app.now();
  const { signature, checkedAt } = verified;
  checkUnlinked(app, address);
  checkRoom(app, member);
  addWallet(app.db, { address, member, linkedAt: now, message, signature });
  const body = { address, nonce, ...(checkedAt !== null && { contract: checkedAt }) };
  addEvent(app.db, { at: now, kind: "wallet-linked", actor: member, body });
}

/** Refuses a wallet that is linked, to whomever. */
export function checkUnlinked(app: App, address: Address): void {
  if (findWallet(app.db, address)) throw new Refusal("This wallet is linked already.");
}

/** Refuses when a member has as many wallets as one may have. */
export function checkRoom(app: App, member: string): void {
  const most = app.config.wallets.perMember;
  if (listWallets(app.db, member).length >= most) {
    throw new Refusal(`You have linked ${most} wallets, which is the most one member may link.`, {
      hint: "Unlink one first with /wallet unlink.",
    });
  }
}
