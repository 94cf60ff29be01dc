import { randomBytes } from "node:crypto";
import type { Address } from "viem";
import { addChallenge, findOpenChallengeCount } from "../../db/challenges.ts";
import { immediate } from "../../db/open.ts";
import { findWallet } from "../../db/wallets.ts";
import type { App } from "../app.ts";
import { signInMessage } from "../core/identity/sign-in.ts";
import { parseWalletAddress } from "../core/identity/wallet-address.ts";
import { Refusal } from "../errors.ts";
import { checkRoom } from "./link-wallet.ts";

/** How many sign-in texts a member may have open at a time. */
const OPEN_PER_MEMBER = 5;

/** The domain of a Steward that has no pages of its own: a name that can never be somebody else's. */
const NO_DOMAIN = "steward.localhost";

/** A sign-in text for a wallet to sign, usable once until it expires. */
export type Challenge = { nonce: string; message: string; expiresAt: number };

/** Writes the text that links a wallet to a member; nothing in it comes from the member but the address. */
export function issueChallenge(
  app: App,
  { member, username, address: typed }: { member: string; username: string; address: string },
): Challenge {
  const address = parseWalletAddress(typed);
  const now = app.now();
  const { wallets, server, name } = app.config;
  const nonce = randomBytes(16).toString("hex");
  const expiresAt = now + wallets.expirySeconds;
  const domain = wallets.domain ?? NO_DOMAIN;
  const chainId = wallets.chain ?? Number(Object.keys(app.config.chains)[0]);
  const who = { username, member, serverName: name, server };
  const message = signInMessage({ ...who, domain, address, chainId, nonce, issuedAt: now, expiresAt });
  immediate(app.db, () => {
    checkLinkable(app, member, address);
    if (findOpenChallengeCount(app.db, member, now) >= OPEN_PER_MEMBER) {
      throw new Refusal("You have too many sign-in texts open.", {
        hint: "Use one of them, or wait until they expire.",
      });
    }
    addChallenge(app.db, { nonce, member, address, message, issuedAt: now, expiresAt });
  });
  return { nonce, message, expiresAt };
}

function checkLinkable(app: App, member: string, address: Address): void {
  const held = findWallet(app.db, address);
  if (held?.member === member) throw new Refusal("You have linked this wallet already.");
  if (held !== undefined)
    throw new Refusal("This wallet is linked to another member.", { hint: "Whoever linked it can unlink it." });
  checkRoom(app, member);
}
