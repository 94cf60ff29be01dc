import { carryToWallet } from "./carry-to-wallet.ts";
import { CopyButton } from "./copy-button.ts";
import { html } from "./html.ts";
import { readForWallet } from "./wallet-reading.ts";

/** A block of code with a copy button, and one that carries it into the fitting field of the wallet. */
export function CodeBlock({ text }: { text: string }) {
  return html`<div class="code-block">
    <pre tabindex="0"><code>${text}</code></pre>
    <div class="code-tools">
      <button type="button" class="code-use" onClick=${() => carryToWallet(text)}>Use in wallet</button>
      <${CopyButton} text=${text} label="Copy code" />
    </div>
  </div>`;
}

/** Code within a line; an address or calldata can be pressed to carry it into the wallet. */
export function InlineCode({ text }: { text: string }) {
  const code = html`<code class="md-code">${text}</code>`;
  if (readForWallet(text).kind === "text") return code;
  return html`<button type="button" class="code-carry" title="Use in wallet" onClick=${() => carryToWallet(text)}>${code}</button>`;
}
