import { ClockPanel } from "./clock-panel.ts";
import { GovernorPanel } from "./governor-panel.ts";
import { html } from "./html.ts";
import { Icon } from "./icons.ts";
import { state } from "./state.ts";
import { useStore } from "./store.ts";
import { WalletPanel } from "./wallet-panel.ts";

/** What the real Discord does not have: this person's test wallet, the chain's Governor, and the hands of the clock. */
export function SidePanel() {
  const me = useStore(state, (current) => current.me);
  const close = () => state.set(matchMedia("(min-width: 1100px)").matches ? { panelOpen: false } : { drawer: "none" });
  return html`<aside class="panel" aria-label="Wallet and time">
    <header class="panel-head"><h2>Sandbox tools</h2>
      <button type="button" class="icon-button small" aria-label="Close the panel" onClick=${close}><${Icon} name="close" size=${18} /></button></header>
    <div class="panel-body">
      ${me === "" ? null : html`<${WalletPanel} key=${`wallet-${me}`} />`}
      <${ClockPanel} />
      <${GovernorPanel} key=${`governor-${me}`} />
    </div>
  </aside>`;
}
