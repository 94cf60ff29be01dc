import type { Address, Hex } from "viem";
import { type ChallengeRow, findChallenge, setChallengeUsed } from "../../db/challenges.ts";
import { addEvent } from "../../db/events.ts";
import { claimInteraction } from "../../db/interactions.ts";
import { immediate } from "../../db/open.ts";
import { addWallet, findWallet, listWallets } from "../../db/wallets.ts";
import type { App } from "../app.ts";
import { recoverSigner } from "../core/identity/recover-signer.ts";
import { Refusal, Repeated } from "../errors.ts";

/** A signed sign-in text, by its nonce. */
export type LinkWallet = {
  interaction: { id: string; sentAtMs: number };
  member: string;
  nonce: string;
  signature: string;
};

/** Links a wallet to the member who asked, if the wallet itself signed the very text issued to that member. */
export async function linkWallet(app: App, request: LinkWallet): Promise<{ address: Address }> {
  const challenge = findChallenge(app.db, request.nonce);
  // One answer for a text that is not there and one that is somebody else's: neither is for this member.
  if (challenge === undefined || challenge.member !== request.member) {
    throw new Refusal("There is no such sign-in text for you.", { hint: "Start again with /wallet link." });
  }
  const signer = await recoverSigner(challenge.message, request.signature);
  if (signer !== challenge.address) {
    throw new Refusal("Another wallet signed this text.", { hint: `Sign it with ${challenge.address}.` });
  }
  immediate(app.db, () => store(app, request, challenge));
  app.wake("admit-wallets");
  return { address: challenge.address };
}

function store(
  app: App,
  { interaction, member, signature }: LinkWallet,
  { nonce, address, message }: ChallengeRow,
): void {
  const now = app.now();
  if (!claimInteraction(app.db, interaction.id, now)) throw new Repeated("This wallet has been linked already.");
  if (!setChallengeUsed(app.db, nonce, now)) {
    throw new Refusal("This sign-in text has expired or was used.", { hint: "Start again with /wallet link." });
  }
  if (findWallet(app.db, address)) throw new Refusal("This wallet is linked already.");
  checkRoom(app, member);
  addWallet(app.db, { address, member, linkedAt: now, message, signature: signature.trim().toLowerCase() as Hex });
  addEvent(app.db, { at: now, kind: "wallet-linked", actor: member, body: { address, nonce } });
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
