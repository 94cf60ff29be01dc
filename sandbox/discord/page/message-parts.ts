import { Avatar } from "./avatar.ts";
import { openChannel } from "./flows.ts";
import { html } from "./html.ts";
import { Icon } from "./icons.ts";
import { state } from "./state.ts";
import { useStore } from "./store.ts";
import type { Message } from "./wire.ts";

/** The message type of an answer to another message. */
const REPLY = 19;

/** The tag every application carries beside its name. */
export function AppTag() {
  return html`<span class="app-tag">APP</span>`;
}

/** Where a message came from: the command that was used, or the message it replies to. */
export function Origin({ message }: { message: Message }) {
  const replied = useStore(state, ({ messages }) =>
    messages[message.channel_id]?.find(
      (other) => message.type === REPLY && other.id === message.message_reference?.message_id,
    ),
  );
  const meta = message.interaction_metadata;
  const name = meta && "name" in meta ? meta.name : undefined;
  const user = meta?.user;
  if (user && name) {
    const who = user.global_name ?? user.username;
    return html`<div class="origin"><${Avatar} id=${user.id} name=${who} size=${16} /><b>${who}</b> used <span class="origin-command">/${name}</span></div>`;
  }
  if (!replied) return null;
  const who = replied.author.global_name ?? replied.author.username;
  const words = replied.content || "Click to see the message";
  const go = () =>
    document.getElementById(`message-${replied.id}`)?.scrollIntoView({ block: "center", behavior: "smooth" });
  return html`<div class="origin">
    <${Avatar} id=${replied.author.id} name=${who} bot=${replied.author.bot ?? false} size=${16} /><b>${who}</b>
    <button type="button" class="origin-text" onClick=${go}>${words.slice(0, 120)}</button>
  </div>`;
}

/** What stands in the place of a deferred reply. */
export function Thinking({ name }: { name: string }) {
  return html`<p class="thinking" role="status"><span class="dots" aria-hidden="true"><i /><i /><i /></span>${name} is thinking…</p>`;
}

/** The foot of a reply that only its reader sees. */
export function EphemeralFoot({ id }: { id: string }) {
  const dismiss = () => state.set(({ dismissed }) => ({ dismissed: new Set([...dismissed, id]) }));
  return html`<p class="ephemeral-foot"><${Icon} name="eye" size=${16} />Only you can see this ·${" "}
    <button type="button" class="link-button" onClick=${dismiss}>Dismiss message</button></p>`;
}

/** The way into the thread that grew from a message; a thread has the id of its message. */
export function ThreadLink({ message }: { message: Message }) {
  const thread = useStore(state, ({ view }) =>
    view?.channels.find((channel) => channel.id === message.id && channel.type === 11),
  );
  const here = useStore(state, (current) => current.channelId);
  const known = thread ?? message.thread;
  if (!known || known.id === here) return null;
  const count = "message_count" in known ? (known.message_count ?? 0) : 0;
  return html`<button type="button" class="thread-link" onClick=${() => openChannel(known.id)}>
    <span><b>${known.name ?? "Thread"}</b> <span class="thread-count">${count} ${count === 1 ? "Message" : "Messages"} ›</span></span>
    <span class="muted">Open the thread</span>
  </button>`;
}
