import { ChannelHead } from "./channel-head.ts";
import { Composer } from "./composer.ts";
import { Hint } from "./hint.ts";
import { html } from "./html.ts";
import { Icon } from "./icons.ts";
import { MessageList } from "./message-list.ts";
import { Modal } from "./modal.ts";
import { SidePanel } from "./side-panel.ts";
import { ServerRail, Sidebar } from "./sidebar.ts";
import { state } from "./state.ts";
import { useStore } from "./store.ts";

/** The whole page: channels at the left, messages in the middle, the sandbox's tools at the right. */
export function App() {
  const drawer = useStore(state, (current) => current.drawer);
  const panelOpen = useStore(state, (current) => current.panelOpen);
  const modal = useStore(state, (current) => current.modal);
  const keys = (event: KeyboardEvent) => event.key === "Escape" && drawer !== "none" && state.set({ drawer: "none" });
  return html`<div class=${`shell drawer-${drawer} ${panelOpen ? "" : "panel-closed"}`} onKeyDown=${keys}>
    <div class="left"><${ServerRail} /><${Sidebar} /></div>
    <main class="main">
      <${ChannelHead} /><${Bars} /><${Hint} /><${MessageList} /><${Composer} />
    </main>
    <${SidePanel} />
    <button type="button" class="veil" aria-label="Close" tabindex=${drawer === "none" ? -1 : 0} onClick=${() => state.set({ drawer: "none" })} />
    ${modal ? html`<${Modal} key=${modal.interactionId} modal=${modal} />` : null}
  </div>`;
}

function Bars() {
  const connected = useStore(state, (current) => current.connected);
  const notice = useStore(state, (current) => current.notice);
  return html`<div role="status">
    ${connected ? null : html`<p class="bar warning">The sandbox went away. This page comes back by itself when it does.</p>`}
    ${notice === undefined ? null : html`<p class="bar">${notice}<button type="button" class="icon-button small" aria-label="Close this notice" onClick=${() => state.set({ notice: undefined })}><${Icon} name="close" size=${16} /></button></p>`}
  </div>`;
}
