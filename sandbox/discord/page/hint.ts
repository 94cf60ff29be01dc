import { useState } from "preact/hooks";
import { html } from "./html.ts";
import { Icon } from "./icons.ts";

const STEPS = ["link a wallet", "propose", "vote", "move time", "execute", "report"];

/** What to try first, until it is put away for good. */
export function Hint() {
  const [shown, setShown] = useState(() => localStorage.getItem("hint") !== "seen");
  if (!shown) return null;
  const putAway = () => {
    localStorage.setItem("hint", "seen");
    setShown(false);
  };
  return html`<aside class="hint" aria-label="What to try">
    <p><b>New here?</b> Type <kbd>/</kbd> below and go through a decision's whole life: ${STEPS.map((step, index) => html`${index > 0 ? html`<span class="muted" aria-hidden="true"> → </span>` : null}<b>${step}</b>`)}.${" "}
      <span class="hint-more">Change who you are at the lower left; wallet and time are on the right.</span></p>
    <button type="button" class="icon-button small" aria-label="Put this hint away" onClick=${putAway}><${Icon} name="close" size=${16} /></button>
  </aside>`;
}
