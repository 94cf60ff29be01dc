import { Avatar } from "./avatar.ts";
import { channelIcon, channelName, isArchived, threadsOf } from "./channel-facts.ts";
import { openChannel } from "./flows.ts";
import { html } from "./html.ts";
import { Icon } from "./icons.ts";
import { PersonMenu } from "./person-menu.ts";
import { state } from "./state.ts";
import { useStore } from "./store.ts";
import { CHANNEL, type Channel } from "./wire.ts";

const NONE: readonly Channel[] = [];

/** The rail with the one server there is. */
export function ServerRail() {
  const name = useStore(state, ({ view }) => view?.guild.name ?? "Sandbox");
  return html`<div class="rail" aria-hidden="true"><span class="rail-pill" /><span class="rail-server" title=${name}>${initials(name)}</span></div>`;
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .map((word) => word[0] ?? "")
    .join("")
    .slice(0, 3);
}

/** The server's name, its channels with their threads, the direct messages, and who one is. */
export function Sidebar() {
  const channels = useStore(state, ({ view }) => view?.channels ?? NONE);
  const name = useStore(state, ({ view }) => view?.guild.name ?? "Sandbox");
  const here = useStore(state, (current) => current.channelId);
  const texts = channels.filter((channel) =>
    [CHANNEL.text, CHANNEL.announcement, CHANNEL.forum].some((type) => type === channel.type),
  );
  const direct = channels.filter((channel) => channel.type === CHANNEL.dm);
  return html`<div class="sidebar">
    <header class="sidebar-head"><h1>${name}</h1></header>
    <nav class="channels" aria-label="Channels">
      <h2>Text channels</h2>
      <ul>${texts.map(
        (channel) => html`
        <${ChannelLink} key=${channel.id} channel=${channel} />
        ${threadsOf(channels, channel.id)
          .filter((thread) => thread.id === here || !isArchived(thread))
          .map((thread) => html`<${ChannelLink} key=${thread.id} channel=${thread} nested />`)}`,
      )}</ul>
      ${direct.length > 0 ? html`<h2>Direct messages</h2>` : null}
      <ul>${direct.map((channel) => html`<${ChannelLink} key=${channel.id} channel=${channel} />`)}</ul>
    </nav>
    <${PersonMenu} />
  </div>`;
}

function ChannelLink({ channel, nested = false }: { channel: Channel; nested?: boolean }) {
  const open = useStore(state, (current) => current.channelId === channel.id);
  const unread = useStore(state, (current) => current.unread.has(channel.id));
  const dm = channel.type === CHANNEL.dm;
  const kind = ["channel", open && "open", unread && "unread", nested && "nested"].filter(Boolean).join(" ");
  return html`<li><button type="button" class=${kind} aria-current=${open ? "page" : undefined} onClick=${() => openChannel(channel.id)}>
    ${dm ? html`<${Avatar} id="" name=${channelName(channel)} bot size=${24} />` : html`<${Icon} name=${channelIcon(channel)} size=${nested ? 16 : 20} />`}
    <span class="channel-name">${channelName(channel)}</span>${unread ? html`<span class="sr-only">, new messages</span>` : null}
  </button></li>`;
}
