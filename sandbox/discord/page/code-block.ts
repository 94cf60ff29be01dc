import { CopyButton } from "./copy-button.ts";
import { html } from "./html.ts";
import { state } from "./state.ts";

/** A block of code with a copy button, and one that carries it into the fitting field of the wallet. */
export function CodeBlock({ text }: { text: string }) {
  return html`<div class="code-block">
    <pre tabindex="0"><code>${text}</code></pre>
    <div class="code-tools">
      <button type="button" class="code-use" onClick=${() => carry(text)}>Use in wallet</button>
      <${CopyButton} text=${text} label="Copy code" />
    </div>
  </div>`;
}

function carry(text: string): void {
  const value = text.trim();
  const field = fieldFor(value);
  const wide = matchMedia("(min-width: 1100px)").matches;
  state.set(({ prefill }) => ({
    prefill: { field, value: field === "text" ? text : value, serial: (prefill?.serial ?? 0) + 1 },
    panelOpen: true,
    drawer: wide ? "none" : "panel",
  }));
}

/** An address goes to "to", other hexadecimal goes to "data", anything else is a text to sign. */
export function fieldFor(value: string): "text" | "to" | "data" {
  if (/^0x[0-9a-fA-F]{40}$/.test(value)) return "to";
  return /^0x(?:[0-9a-fA-F]{2}){4,}$/.test(value) ? "data" : "text";
}
