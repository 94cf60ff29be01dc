import { Avatar } from "./avatar.ts";
import { html } from "./html.ts";
import { AppTag, Thinking } from "./message-parts.ts";
import { type Note, state } from "./state.ts";
import { useStore } from "./store.ts";
import { useBotName } from "./use-bot-name.ts";

/** A command that is on its way, or that came to nothing: only this browser shows it. */
export function NoteLine({ note }: { note: Note }) {
  const me = useStore(state, ({ people, me: id }) => people.find((person) => person.id === id));
  const dismiss = () => state.set(({ notes }) => ({ notes: notes.filter((other) => other.id !== note.id) }));
  const bot = useBotName();
  const failed = note.kind === "failed";
  return html`<li class="message ephemeral" data-note=${note.kind}>
    <div class="origin"><${Avatar} id=${me?.id ?? ""} name=${me?.displayName ?? "You"} size=${16} /><b>${me?.displayName}</b> used <span class="origin-command">/${note.command}</span></div>
    <div class="message-row">
      <div class="message-side"><${Avatar} id="" name=${bot} bot /></div>
      <div class="message-main">
        <div class="message-head"><b class="author bot">${bot}</b><${AppTag} /></div>
        ${
          failed
            ? html`<p class="interaction-failed" role="alert">${note.reason || "The application did not respond"}</p>
              <p class="ephemeral-foot">Only you can see this · <button type="button" class="link-button" onClick=${dismiss}>Dismiss message</button></p>`
            : html`<${Thinking} name=${bot} />`
        }
      </div>
    </div>
  </li>`;
}
