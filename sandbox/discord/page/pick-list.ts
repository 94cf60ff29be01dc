import type { APIMessageComponentEmoji } from "discord-api-types/v10";
import { useEffect, useRef, useState } from "preact/hooks";
import { Emoji } from "./button.ts";
import { html } from "./html.ts";
import { Icon } from "./icons.ts";

/** One thing to pick. */
export type Pick = {
  value: string;
  label: string;
  description?: string | undefined;
  emoji?: APIMessageComponentEmoji | undefined;
};

type PickListProps = {
  id: string;
  label: string;
  picks: readonly Pick[];
  chosen: readonly string[];
  single: boolean;
  searchable: boolean;
  onChoose: (value: string) => void;
  onClose: () => void;
};

/** The list of a drop-down: arrows move, Enter picks, Escape closes; long lists can be searched. */
export function PickList(props: PickListProps) {
  const { id, label, chosen, single, searchable, onChoose } = props;
  const { box, query, search, found, active, setActive, keys } = usePickList(props);
  const activeId = `${id}-${active}`;
  const row = (pick: Pick, index: number) => html`<div class="pick" id=${`${id}-${index}`} role="option"
    data-active=${index === active} aria-selected=${chosen.includes(pick.value)}
    onMouseMove=${() => setActive(index)} onClick=${() => onChoose(pick.value)}>
    <${Emoji} emoji=${pick.emoji} />
    <span class="pick-words"><b>${pick.label}</b>${pick.description ? html`<small>${pick.description}</small>` : null}</span>
    <span class=${single ? "tick round" : "tick"} aria-hidden="true">${chosen.includes(pick.value) ? html`<${Icon} name="check" size=${14} />` : null}</span>
  </div>`;
  return html`<div class="pick-box" ref=${box} onKeyDown=${keys}>
    ${
      searchable
        ? html`<input class="pick-search" placeholder="Search" aria-label="Search" aria-controls=${id} aria-activedescendant=${activeId}
            value=${query} onInput=${(event: InputEvent) => search((event.target as HTMLInputElement).value)} />`
        : null
    }
    <div class="pick-list" id=${id} role="listbox" tabindex="-1" aria-label=${label} aria-multiselectable=${!single} aria-activedescendant=${activeId}>
      ${found.map(row)}${found.length === 0 ? html`<p class="muted">Nothing found</p>` : null}
    </div>
  </div>`;
}

function usePickList({ picks, onChoose, onClose }: PickListProps) {
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector<HTMLElement>("input, [role=listbox]")?.focus(), []);
  useEffect(() => box.current?.querySelector("[data-active=true]")?.scrollIntoView({ block: "nearest" }), [active]);
  const found = picks.filter((pick) => pick.label.toLowerCase().includes(query.toLowerCase()));
  const search = (words: string) => {
    setQuery(words);
    setActive(0);
  };
  const keys = (event: KeyboardEvent) => {
    const pick = found[active];
    if (event.key === "ArrowDown") setActive(Math.min(active + 1, found.length - 1));
    else if (event.key === "ArrowUp") setActive(Math.max(active - 1, 0));
    else if (event.key === "Enter" && pick) onChoose(pick.value);
    else if (event.key === "Escape" || event.key === "Tab") onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { box, query, search, found, active, setActive, keys };
}
