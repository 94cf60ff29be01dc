import { randomBytes } from "node:crypto";
import type { Address } from "viem";
import { addChallenge, type ChallengeRow, listOpenChallenges } from "../../../db/challenges.ts";
import { immediate } from "../../../db/open.ts";
import { findWallet } from "../../../db/wallets.ts";
import type { App } from "../../app.ts";
import { signInMessage } from "../../core/identity/sign-in.ts";
import { parseWalletAddress } from "../../core/identity/wallet-address.ts";
import { Refusal } from "../../errors.ts";
import { checkRoom } from "./link-wallet.ts";
import { walletsChain } from "./verify-signature.ts";

/** How many sign-in texts a member may have open at a time. */
const OPEN_PER_MEMBER = 5;

/** The domain of a Steward that has no pages of its own: a name that can never be somebody else's. */
const NO_DOMAIN = "steward.localhost";

/** A text with less time left than this is not given out again. */
const TOO_OLD_SECONDS = 120;

/** A sign-in text for a wallet to sign, usable once until it expires. */
export type Challenge = Pick<ChallengeRow, "nonce" | "message" | "expiresAt">;

/** Who wants to link which wallet; `page` where they sign on a page, whose address the wallet compares with what the text names. */
export type ChallengeRequest = { member: string; username: string; address: string; page?: string };

/** Writes the text that links a wallet to a member; nothing in it comes from the member but the address. */
export function issueChallenge(app: App, { member, username, address: typed, page }: ChallengeRequest): Challenge {
  const address = parseWalletAddress(typed);
  const now = app.now();
  const { wallets, server, name } = app.config;
  const nonce = randomBytes(16).toString("hex");
  const expiresAt = now + wallets.expirySeconds;
  const site = page === undefined ? { domain: wallets.domain ?? NO_DOMAIN } : siteOf(page);
  const chainId = walletsChain(app.config);
  const who = { username, member, serverName: name, server };
  const message = signInMessage({ ...who, ...site, address, chainId, nonce, issuedAt: now, expiresAt });
  return immediate(app.db, () => {
    checkLinkable(app, member, address);
    const open = listOpenChallenges(app.db, member, now);
    // Whoever rejects in the wallet and tries again gets the same text again, or a few rejections would lock the page.
    const same = page === undefined ? undefined : open.find((row) => isSame(row, { message, address, now }));
    if (same !== undefined) return same;
    if (open.length >= OPEN_PER_MEMBER) {
      throw new Refusal("You have too many sign-in texts open.", {
        hint: "Use one of them, or wait until they expire.",
      });
    }
    const challenge = { nonce, member, address, message, issuedAt: now, expiresAt };
    addChallenge(app.db, challenge);
    return challenge;
  });
}

/** The part of a page's address that wallets compare, with its port. */
function siteOf(page: string): { domain: string; scheme: "https" | "http" } {
  const { host, protocol } = new URL(page);
  return { domain: host, scheme: protocol === "http:" ? "http" : "https" };
}

/** The same but for nonce and times, which stand after the address of the page. */
function isSame(row: ChallengeRow, { message, address, now }: { message: string; address: Address; now: number }) {
  const upTo = (text: string) => text.slice(0, text.indexOf("\nURI: "));
  return row.address === address && row.expiresAt >= now + TOO_OLD_SECONDS && upTo(row.message) === upTo(message);
}

function checkLinkable(app: App, member: string, address: Address): void {
  const held = findWallet(app.db, address);
  if (held?.member === member) throw new Refusal("You have linked this wallet already.");
  if (held !== undefined)
    throw new Refusal("This wallet is linked to another member.", { hint: "Whoever linked it can unlink it." });
  checkRoom(app, member);
}
