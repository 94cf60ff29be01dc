import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { CommandForm } from "./command-form.ts";
import { type Entry, entriesOf, matching } from "./command-model.ts";
import { html } from "./html.ts";
import { Icon } from "./icons.ts";
import { state } from "./state.ts";
import { useStore } from "./store.ts";
import { SuggestionList, stepped } from "./suggestion-list.ts";

const LIST = "command-list";
const GENTLE = "In this sandbox you speak with slash commands only. Type / to see them.";

/** Where one types: `/` opens the list of commands, and a chosen command opens its options. */
export function Composer() {
  const commands = useStore(state, (current) => current.commands);
  const entries = useMemo(() => entriesOf(commands), [commands]);
  const [entry, setEntry] = useState<Entry | undefined>();
  const [typed, setTyped] = useState("");
  const wanted = useStore(state, (current) => current.startCommand);
  const me = useStore(state, (current) => current.me);
  useEffect(() => setEntry(undefined), [me]);
  useEffect(() => {
    if (wanted === undefined) return;
    const exact = entries.find((other) => other.key === wanted);
    setEntry(exact);
    setTyped(exact ? "" : `/${wanted}`);
    state.set({ startCommand: undefined });
  }, [wanted]);
  const leave = (text: string) => {
    setEntry(undefined);
    setTyped(text);
  };
  if (entry) return html`<${CommandForm} key=${entry.key} entry=${entry} onLeave=${leave} />`;
  return html`<${TextLine} entries=${entries} typed=${typed} onType=${setTyped} onEntry=${setEntry} />`;
}

type TextLineProps = {
  entries: readonly Entry[];
  typed: string;
  onType: (text: string) => void;
  onEntry: (entry: Entry) => void;
};

function TextLine({ entries, typed, onType, onEntry }: TextLineProps) {
  const channelId = useStore(state, (current) => current.channelId);
  const channel = useStore(state, ({ view }) => view?.channels.find((other) => other.id === channelId));
  const input = useRef<HTMLInputElement>(null);
  const [active, setActive] = useState(0);
  const [hint, setHint] = useState(false);
  const open = typed.startsWith("/");
  const found = useMemo(() => (open ? matching(entries, typed.slice(1)) : []), [entries, open, typed]);
  useEffect(() => {
    if (typed !== "") input.current?.focus();
  }, []);
  const type = (text: string) => {
    setActive(0);
    setHint(false);
    const exact = text.endsWith(" ") ? entries.find((entry) => `/${entry.key} ` === text) : undefined;
    return exact ? onEntry(exact) : onType(text);
  };
  const enter = () => {
    const entry = found[active];
    if (open && entry) return onEntry(entry);
    if (typed.trim() !== "") setHint(true);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp"))
      setActive(stepped(active, event.key, found.length));
    else if (event.key === "Enter" || (open && event.key === "Tab" && found.length > 0)) enter();
    else if (open && event.key === "Escape") onType("");
    else return;
    event.preventDefault();
  };
  return html`<div class="composer">
    ${open ? html`<${CommandList} found=${found} active=${active} onHover=${setActive} onChoose=${(index: number) => found[index] && onEntry(found[index])} />` : null}
    <p class="composer-hint" role="status">${hint ? GENTLE : ""}</p>
    <div class="composer-box">
      <button type="button" class="icon-button" aria-label="Show the commands" onClick=${() => {
        type("/");
        input.current?.focus();
      }}><${Icon} name="slash" size=${22} /></button>
      <input ref=${input} class="composer-input" value=${typed} placeholder=${`Type / for a command in #${channel?.name ?? ""}`} aria-label="Message"
        role="combobox" aria-autocomplete="list" aria-expanded=${open} aria-controls=${LIST} aria-activedescendant=${open ? `${LIST}-${active}` : undefined}
        autocomplete="off" spellcheck=${false} onInput=${(event: InputEvent) => type((event.target as HTMLInputElement).value)} onKeyDown=${keys} />
      <button type="button" class="icon-button" aria-label="Send" onClick=${enter}><${Icon} name="send" /></button>
    </div>
  </div>`;
}

type CommandListProps = {
  found: readonly Entry[];
  active: number;
  onHover: (index: number) => void;
  onChoose: (index: number) => void;
};

function CommandList({ found, active, onHover, onChoose }: CommandListProps) {
  const rows = found.map((entry) => ({
    id: entry.key,
    title: html`<span>/${entry.key}</span>${entry.options.filter((option) => option.required).map((option) => html`<span class="option-chip">${option.name}</span>`)}`,
    about: entry.description,
    side: "Steward",
  }));
  const empty = html`<p class="muted suggestions-empty">No command of that name. Commands appear here once the bot is running.</p>`;
  return html`<${SuggestionList} id=${LIST} heading="Commands" rows=${rows} active=${active} empty=${empty} onHover=${onHover} onChoose=${onChoose} />`;
}
