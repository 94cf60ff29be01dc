import type { APIButtonComponent, APIMessageComponentEmoji } from "discord-api-types/v10";
import { pressComponent } from "./flows.ts";
import { html } from "./html.ts";
import { Icon } from "./icons.ts";
import { state } from "./state.ts";
import { useStore } from "./store.ts";
import type { Message } from "./wire.ts";

const STYLES: Record<number, string> = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link" };

/** A button of a message, waiting in place while the bot thinks. */
export function Button({ button, message }: { button: APIButtonComponent; message: Message }) {
  const id = "custom_id" in button ? button.custom_id : undefined;
  const busy = useStore(state, (current) => id !== undefined && current.busy === `${message.id}/${id}`);
  const label = "label" in button ? button.label : undefined;
  const emoji = "emoji" in button ? button.emoji : undefined;
  const content = html`<${Emoji} emoji=${emoji} /><span>${label ?? ""}</span>`;
  const kind = `btn ${STYLES[button.style] ?? "secondary"}`;
  if ("url" in button && button.url !== undefined && !button.disabled) {
    const href = /^https?:/.test(button.url) ? button.url : undefined;
    return html`<a class=${kind} href=${href} target="_blank" rel="noopener noreferrer">${content}<${Icon} name="external" size=${16} /></a>`;
  }
  return html`<button type="button" class=${busy ? `${kind} busy` : kind} disabled=${button.disabled ?? false} aria-busy=${busy}
    onClick=${() => id !== undefined && pressComponent(message.id, id)}>
    ${content}${busy ? html`<span class="dots" aria-hidden="true"><i /><i /><i /></span>` : null}
  </button>`;
}

/** A component's emoji: the character itself, or the name of a custom one. */
export function Emoji({ emoji }: { emoji?: APIMessageComponentEmoji | undefined }) {
  if (!emoji?.name) return null;
  return html`<span class="emoji">${emoji.id ? `:${emoji.name}:` : emoji.name}</span>`;
}
