import type { Receipt } from "./api.ts";
import { CopyButton } from "./copy-button.ts";
import { html } from "./html.ts";

/** How a transaction ended: its hash when it was sent, and the reason in words when it came to nothing. */
export function ReceiptLine({ receipt, problem }: { receipt: Receipt | undefined; problem: string | undefined }) {
  const reason = problem ?? receipt?.error;
  const words = { success: "The transaction went through.", reverted: "The transaction was reverted.", refused: "" };
  return html`<div role="status">
    ${reason === undefined ? null : html`<p class="field-error">${reason}</p>`}
    ${
      receipt?.hash
        ? html`<p class=${receipt.status === "success" ? "fine" : "field-error"}>${words[receipt.status]}</p>
      <div class="address"><code>${receipt.hash}</code><${CopyButton} text=${receipt.hash} label="Copy the transaction hash" /></div>`
        : null
    }
  </div>`;
}
