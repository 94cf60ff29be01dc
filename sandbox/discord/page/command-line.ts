import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { spokenName } from "./channel-facts.ts";
import { type Entry, matching } from "./command-model.ts";
import { html } from "./html.ts";
import { Icon } from "./icons.ts";
import { state } from "./state.ts";
import { useStore } from "./store.ts";
import { SuggestionList, stepped } from "./suggestion-list.ts";
import { useBotName } from "./use-bot-name.ts";

const LIST = "command-list";
const GENTLE = "In this sandbox you speak with slash commands only. Type / to see them.";

type CommandLineProps = {
  entries: readonly Entry[];
  typed: string;
  /** Whether the keyboard belongs here as soon as this appears. */
  focus: boolean;
  onType: (text: string) => void;
  onEntry: (entry: Entry) => void;
};

/** The line one types in before a command is chosen, with the list of commands above it. */
export function CommandLine({ entries, typed, focus, onType, onEntry }: CommandLineProps) {
  const channel = useStore(state, ({ view, channelId }) => view?.channels.find((other) => other.id === channelId));
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (focus) input.current?.focus();
  }, [focus]);
  useTypingAnywhere(input);
  const { open, found, active, hint, setActive, type, enter, keys } = useCommandLine({
    entries,
    typed,
    onType,
    onEntry,
  });
  const begin = () => {
    type("/");
    input.current?.focus();
  };
  const where = channel ? spokenName(channel) : "";
  return html`<div class="composer">
    ${open ? html`<${CommandList} found=${found} active=${active} onHover=${setActive} onChoose=${enter} />` : null}
    <p class="composer-hint" role="status">${hint ? GENTLE : ""}</p>
    <div class="composer-box">
      <button type="button" class="icon-button" aria-label="Show the commands" onClick=${begin}><${Icon} name="slash" size=${22} /></button>
      <input ref=${input} class="composer-input" value=${typed} placeholder=${`Type / for a command in ${where}`} aria-label="Message"
        role="combobox" aria-autocomplete="list" aria-expanded=${open} aria-controls=${LIST} aria-activedescendant=${open ? `${LIST}-${active}` : undefined}
        autocomplete="off" spellcheck=${false} onInput=${(event: InputEvent) => type((event.target as HTMLInputElement).value)} onKeyDown=${keys} />
      <button type="button" class="icon-button send" aria-label="Send" onClick=${() => enter(active)}><${Icon} name="send" /></button>
    </div>
  </div>`;
}

function useCommandLine({ entries, typed, onType, onEntry }: Omit<CommandLineProps, "focus">) {
  const [active, setActive] = useState(0);
  const [hint, setHint] = useState(false);
  const open = typed.startsWith("/");
  const found = useMemo(() => (open ? matching(entries, typed.slice(1)) : []), [entries, open, typed]);
  const type = (text: string) => {
    setActive(0);
    setHint(false);
    const exact = text.endsWith(" ") ? entries.find((entry) => `/${entry.key} ` === text) : undefined;
    return exact ? onEntry(exact) : onType(text);
  };
  const enter = (index: number) => {
    const entry = found[index];
    if (open && entry) return onEntry(entry);
    if (typed.trim() !== "") setHint(true);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const { key } = event;
    if (open && (key === "ArrowDown" || key === "ArrowUp")) setActive(stepped(active, key, found.length));
    else if (key === "Enter" || (open && key === "Tab" && found.length > 0)) enter(active);
    else if (open && key === "Escape") onType("");
    else return;
    event.preventDefault();
  };
  return { open, found, active, hint, setActive, type, enter, keys };
}

/** As in Discord, a letter typed while nothing has the keyboard goes into the line. */
function useTypingAnywhere(input: { current: HTMLInputElement | null }): void {
  useEffect(() => {
    const watch = (event: KeyboardEvent) => {
      const idle = event.target === document.body || (event.target as Element).matches(".messages, .channel");
      const letter = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (idle && letter) input.current?.focus();
    };
    document.addEventListener("keydown", watch);
    return () => document.removeEventListener("keydown", watch);
  }, []);
}

type CommandListProps = {
  found: readonly Entry[];
  active: number;
  onHover: (index: number) => void;
  onChoose: (index: number) => void;
};

function CommandList({ found, active, onHover, onChoose }: CommandListProps) {
  const bot = useBotName();
  const rows = found.map((entry) => ({
    id: entry.key,
    title: html`<span>/${entry.key}</span>${entry.options
      .filter((option) => option.required)
      .map((option) => html`<span class="option-chip">${option.name}</span>`)}`,
    about: entry.description,
    side: bot,
  }));
  const empty = html`<p class="muted suggestions-empty">No command of that name. Commands appear here once the bot is running.</p>`;
  return html`<${SuggestionList} id=${LIST} heading="Commands" rows=${rows} active=${active} empty=${empty} onHover=${onHover} onChoose=${onChoose} />`;
}
