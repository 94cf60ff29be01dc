import { useState } from "preact/hooks";
import { html } from "./html.ts";
import { Icon } from "./icons.ts";

/** Copies a text and says so; `label` names what is copied for those who do not see the icon. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await writeClipboard(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return html`<button type="button" class="icon-button small" onClick=${copy} title=${label} aria-label=${label}>
    <${Icon} name=${copied ? "check" : "copy"} size=${16} />
    <span class="sr-only" role="status">${copied ? "Copied" : ""}</span>
  </button>`;
}

/** The clipboard may be refused outside of a secure page; a selection copied by command still works there. */
async function writeClipboard(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "sr-only";
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}
