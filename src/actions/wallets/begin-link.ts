import type { App } from "../../app.ts";
import { Refusal } from "../../errors.ts";
import { type Challenge, issueChallenge } from "./issue-challenge.ts";
import { issuePage, type Page } from "./issue-page.ts";
import { checkRoom } from "./link-wallet.ts";

/** Who wants to link a wallet; its address where it is to sign a text outside Steward's page. */
export type BeginLink = { member: string; username: string; address?: string | undefined };

/** The ways in which this member can link a wallet: a page where members reach pages, a text where the address was given. */
export function beginLink(
  app: App,
  { member, username, address }: BeginLink,
): { page: Page | undefined; challenge: Challenge | undefined } {
  if (address === undefined && app.pages() === undefined) {
    throw new Refusal("Say which wallet: nothing was made yet.", {
      hint: "Give its address: /wallet link address:0x…",
    });
  }
  checkRoom(app, member);
  const challenge = address === undefined ? undefined : issueChallenge(app, { member, username, address });
  const expiresAt = app.now() + app.config.wallets.expirySeconds;
  return { page: issuePage(app, { purpose: "link", member, username, expiresAt }), challenge };
}
