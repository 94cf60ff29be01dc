import type { Challenge } from "../../actions/issue-challenge.ts";
import type { WalletView } from "../../actions/list-wallets.ts";
import { code } from "../../core/sanitize.ts";
import type { Modal, Reply, Seal } from "../command.ts";
import { button, container, row, text } from "../components.ts";
import { say } from "../reply.ts";
import { when } from "../timestamp.ts";

/** The text to sign, and where to put the signature. */
export function challengeCard({ nonce, message, expiresAt }: Challenge, seal: Seal): Reply {
  return {
    components: [
      container(
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
      ),
    ],
  };
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
        description: "What your wallet gave you: 0x and 130 characters",
        style: "paragraph",
        placeholder: "0x…",
        maxLength: 400,
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
