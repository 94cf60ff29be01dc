import type { Address } from "viem";
import { findChallenge } from "../../../db/challenges.ts";
import { immediate } from "../../../db/open.ts";
import {
  addLinkProof,
  findLinkProof,
  findPageTokenById,
  type PageTokenRow,
  setLinkConfirmed,
  setPageTokenUsed,
} from "../../../db/page-tokens.ts";
import type { App } from "../../app.ts";
import { Refusal } from "../../errors.ts";
import { addLink, checkRoom, checkUnlinked, claim, requireChallenge, useChallenge } from "./link-wallet.ts";
import { verifySignature } from "./verify-signature.ts";

/** How long what was signed on a page waits to be confirmed in Discord. */
const CONFIRM_SECONDS = 900;

/** A wallet that signed for a member and is not linked yet. */
export type LinkProof = { address: Address; until: number };

/** Keeps what a wallet signed on a page made for a member. It links nothing: the page may have been forwarded to whoever signed. */
export async function proveLink(
  app: App,
  { id, member }: PageTokenRow,
  { nonce, signature }: { nonce: string; signature: string },
): Promise<{ address: Address }> {
  const challenge = requireChallenge(app, nonce, member);
  const verified = await verifySignature(app, { ...challenge, signature });
  immediate(app.db, () => {
    const now = app.now();
    if (!setPageTokenUsed(app.db, id, now)) throw new Refusal("This link has been used already, or has expired.");
    useChallenge(app, nonce);
    checkUnlinked(app, challenge.address);
    checkRoom(app, member);
    addLinkProof(app.db, { token: id, nonce, ...verified, provenAt: now });
  });
  return { address: challenge.address };
}

/** Which wallet signed on the page made for the member; Refusal where none did, or where it is too late to confirm it. */
export function describeProof(app: App, { token, member }: { token: number; member: string }): LinkProof {
  const { proof, challenge } = requireProof(app, token, member);
  return { address: challenge.address, until: proof.provenAt + CONFIRM_SECONDS };
}

/** Links the wallet that signed on the member's page, because the member says in Discord that it is theirs. */
export function confirmLink(
  app: App,
  { interaction, ...asked }: { interaction: { id: string }; token: number; member: string },
): { address: Address } {
  const { address } = immediate(app.db, () => {
    claim(app, interaction.id);
    const { proof, challenge } = requireProof(app, asked.token, asked.member);
    setLinkConfirmed(app.db, proof.token, app.now());
    addLink(app, challenge, proof);
    return challenge;
  });
  app.wake("admit-wallets");
  return { address };
}

function requireProof(app: App, token: number, member: string) {
  const hint = "Start again with /wallet link.";
  const page = findPageTokenById(app.db, token);
  if (page?.member !== member || page.purpose !== "link")
    throw new Refusal("There is no such link of yours.", { hint });
  const proof = findLinkProof(app.db, token);
  const challenge = proof && findChallenge(app.db, proof.nonce);
  if (proof === undefined || challenge === undefined) {
    if (page.expiresAt <= app.now())
      throw new Refusal("The link to the page has expired, and no wallet signed there.", { hint });
    throw new Refusal("No wallet has signed on the page yet.", {
      hint: "Open the page, sign there, then press this again.",
    });
  }
  if (proof.confirmedAt !== null) throw new Refusal(`You have confirmed ${challenge.address} already.`);
  if (proof.provenAt + CONFIRM_SECONDS <= app.now())
    throw new Refusal("It was signed too long ago to be confirmed now.", { hint });
  return { proof, challenge };
}
