import { openChannel } from "./flows.ts";
import { html } from "./html.ts";
import { Icon } from "./icons.ts";
import { state } from "./state.ts";
import { useStore } from "./store.ts";
import { CHANNEL } from "./wire.ts";

/** Somebody named in a text. */
export function UserMention({ id }: { id: string }) {
  const member = useStore(state, ({ view }) => view?.members.find((other) => other.id === id));
  return html`<span class="mention">@${member ? (member.global_name ?? member.username) : "unknown-user"}</span>`;
}

/** A role named in a text. */
export function RoleMention({ id }: { id: string }) {
  const role = useStore(state, ({ view }) => view?.roles.find((other) => other.id === id));
  return html`<span class="mention">@${role?.name ?? "unknown-role"}</span>`;
}

/** A channel named in a text; pressing it goes there. */
export function ChannelMention({ id }: { id: string }) {
  const channel = useStore(state, ({ view }) => view?.channels.find((other) => other.id === id));
  if (!channel) return html`<span class="mention">#unknown</span>`;
  const thread = channel.type === CHANNEL.thread;
  return html`<button type="button" class="mention" onClick=${() => openChannel(id)}>
    <${Icon} name=${thread ? "thread" : "hash"} size=${15} />${channel.name}
  </button>`;
}

/** A command named in a text; pressing it starts it in the composer. */
export function CommandMention({ name }: { name: string }) {
  return html`<button type="button" class="mention" onClick=${() => state.set({ startCommand: name })}>/${name}</button>`;
}
