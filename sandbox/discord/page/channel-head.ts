import { useEffect } from "preact/hooks";
import { channelIcon, channelName, isThread } from "./channel-facts.ts";
import { openChannel } from "./flows.ts";
import { html } from "./html.ts";
import { Icon } from "./icons.ts";
import { state } from "./state.ts";
import { useStore } from "./store.ts";

/** The bar above the messages: where one is, and the ways to the channels and the wallet. */
export function ChannelHead() {
  const channel = useStore(state, ({ view, channelId }) => view?.channels.find((other) => other.id === channelId));
  const parent = useStore(state, ({ view }) =>
    view?.channels.find((other) => channel && "parent_id" in channel && other.id === channel.parent_id),
  );
  const panelOpen = useStore(state, (current) => current.panelOpen);
  const drawer = useStore(state, (current) => current.drawer);
  const topic = channel && "topic" in channel ? channel.topic : undefined;
  const title = channel ? `${channelName(channel)} | Sandbox Discord` : "Sandbox Discord";
  useEffect(() => {
    document.title = title;
  }, [title]);
  const togglePanel = () =>
    matchMedia("(min-width: 1100px)").matches
      ? state.set({ panelOpen: !panelOpen })
      : state.set({ drawer: drawer === "panel" ? "none" : "panel" });
  return html`<header class="channel-head">
    <button type="button" class="icon-button only-phone" aria-label="Channels" onClick=${() => state.set({ drawer: "channels" })}><${Icon} name="menu" size=${22} /></button>
    ${parent && channel && isThread(channel) ? html`<button type="button" class="crumb" onClick=${() => openChannel(parent.id)}>#${parent.name}</button><span class="muted">›</span>` : null}
    <span class="channel-icon"><${Icon} name=${channelIcon(channel)} size=${22} /></span>
    <h2>${channel ? channelName(channel) : ""}</h2>
    ${topic ? html`<p class="topic muted">${topic}</p>` : null}
    <span class="spring" />
    <button type="button" class="icon-button" aria-label="Wallet and time" title="Wallet and time" aria-pressed=${panelOpen} onClick=${togglePanel}><${Icon} name="wallet" size=${22} /></button>
  </header>`;
}
