import type { Challenge } from "../../actions/wallets/issue-challenge.ts";
import type { Page } from "../../actions/wallets/issue-page.ts";
import type { WalletView } from "../../actions/wallets/list-wallets.ts";
import type { LinkProof } from "../../actions/wallets/prove-link.ts";
import { code } from "../../core/sanitize.ts";
import type { Modal, Reply, Seal } from "../command.ts";
import { button, type Component, container, link, row, text } from "../components.ts";
import { say } from "../reply.ts";
import { when } from "../timestamp.ts";

/** The ways to link a wallet: on Steward's page where there is one, by a text where the wallet's address was given. */
export function linkCard({ page, challenge }: LinkWays, seal: Seal): Reply {
  return {
    components: [
      ...(page === undefined ? [] : [pageCard(page, seal)]),
      ...(challenge === undefined ? [] : [challengeCard(challenge, seal)]),
    ],
  };
}

/** What a member was given to link a wallet by. */
export type LinkWays = { page: Page | undefined; challenge: Challenge | undefined };

function pageCard({ id, url, expiresAt }: Page, seal: Seal): Component {
  return container(
    "open",
    text(
      "### Link a wallet",
      "Open the page where your wallet is: in your browser, or in your phone wallet's own. Sign there, then come back and confirm. It costs nothing and moves nothing.",
    ),
    row(
      link("Open the page", url),
      button({ label: "I have signed: confirm", id: seal("show-proof", id), style: "primary" }),
    ),
    text(
      `-# Good until ${when(expiresAt)}, ${when(expiresAt, "R")}, for you alone: give the page's address to nobody.`,
      "-# No wallet in a browser? `/wallet link` with its address gives you a text to sign anywhere.",
    ),
  );
}

function challengeCard({ nonce, message, expiresAt }: Challenge, seal: Seal): Component {
  return container(
    "open",
    text(
      "### Sign this text with your wallet",
      "Copy it whole into your wallet's “sign message”, sign, and paste the signature below. It costs nothing and moves nothing.",
      `\`\`\`\n${message}\n\`\`\``,
    ),
    row(button({ label: "Paste signature", id: seal("paste-signature", nonce), style: "primary" })),
    text(
      `-# Good until ${when(expiresAt)}, ${when(expiresAt, "R")}, for you alone. Sign nothing that names another account.`,
    ),
  );
}

/** Asks whether the wallet that signed on the member's page is theirs. */
export function proofCard({ address, until }: LinkProof, token: number, seal: Seal): Reply {
  const short = `${address.slice(0, 6)}…${address.slice(-4)}`;
  return {
    components: [
      container(
        "open",
        text(
          "### Is this your wallet?",
          "This wallet signed on the page that was made for you:",
          code(address),
          "Compare all of it with your wallet. Once you confirm, its votes are yours.",
        ),
        row(button({ label: `Confirm ${short}`, id: seal("confirm-link", token), style: "success" })),
        text(`-# Not yours? Then leave it: without your word nothing is linked. This offer ends ${when(until, "R")}.`),
      ),
    ],
    replace: true,
  };
}

/** Says that a wallet is linked, and what comes next. */
export function linkedCard({ address }: Pick<LinkProof, "address">): Reply {
  return say(
    "good",
    "### Wallet linked",
    `${code(address)} now votes through you.`,
    "-# See what is open with `/proposals`. `/notify on` reminds you before a vote closes.",
  );
}

/** The form the signature goes into. */
export function signatureForm(nonce: string, seal: Seal): Modal {
  return {
    id: seal("signature", nonce),
    title: "Paste the signature",
    fields: [
      {
        id: "signature",
        label: "Signature",
        description: "What your wallet gave you: 0x and, most often, 130 characters",
        style: "paragraph",
        placeholder: "0x…",
        // A contract wallet's signature is as long as its contract likes.
        maxLength: 4_000,
      },
    ],
  };
}

/** A member's own wallets. */
export function walletList(wallets: readonly WalletView[]): Reply {
  if (wallets.length === 0)
    return say("quiet", "You have no linked wallet.", "-# Link the one that holds your votes with `/wallet link`.");
  return say(
    "quiet",
    `### Your wallet${wallets.length === 1 ? "" : "s"}`,
    ...wallets.map(({ address, linkedAt }) => `${code(address)} · since ${when(linkedAt, "d")}`),
    "-# Their votes count together. `/wallet unlink` ends a link.",
  );
}
