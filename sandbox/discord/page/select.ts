import type { APIMessageComponentEmoji } from "discord-api-types/v10";
import { useEffect, useId, useRef, useState } from "preact/hooks";
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

type SelectProps = {
  label: string;
  picks: readonly Pick[];
  selected: readonly string[];
  min: number;
  max: number;
  disabled?: boolean;
  searchable?: boolean;
  onDone: (values: string[]) => void;
};

/** A drop-down like Discord's: picks at once when one may be picked, on closing when several may. */
export function Select({
  label,
  picks,
  selected,
  min,
  max,
  disabled = false,
  searchable = false,
  onDone,
}: SelectProps) {
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<readonly string[]>(selected);
  const root = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const list = useId();
  const single = max <= 1;
  useEffect(() => setChosen(selected), [selected.join()]);
  const close = (values: readonly string[]) => {
    setOpen(false);
    trigger.current?.focus();
    if (values.length < min) return setChosen(selected);
    if (values.join() !== selected.join() || single) onDone([...values]);
  };
  const choose = (value: string) => {
    const next = single ? [value] : toggled(chosen, value, max);
    setChosen(next);
    if (single) close(next);
  };
  useOutside(root, open, () => close(single ? selected : chosen));
  const names = picks.filter((pick) => chosen.includes(pick.value));
  return html`<div class="select" ref=${root}>
    <button type="button" class="select-trigger" ref=${trigger} disabled=${disabled} role="combobox" aria-haspopup="listbox"
      aria-expanded=${open} aria-controls=${list} aria-label=${label} onClick=${() => (open ? close(single ? selected : chosen) : setOpen(true))}>
      <span class=${names.length > 0 ? "" : "muted"}>
        ${names.length > 0 ? names.map((pick) => pick.label).join(", ") : label}
      </span><${Icon} name="chevron" size=${18} />
    </button>
    ${open ? html`<${PickList} id=${list} label=${label} picks=${picks} chosen=${chosen} single=${single} searchable=${searchable} onChoose=${choose} onClose=${() => close(single ? selected : chosen)} />` : null}
  </div>`;
}

function toggled(values: readonly string[], value: string, max: number): readonly string[] {
  if (values.includes(value)) return values.filter((other) => other !== value);
  return values.length >= max ? values : [...values, value];
}

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

function PickList({ id, label, picks, chosen, single, searchable, onChoose, onClose }: PickListProps) {
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector<HTMLElement>("input, [role=listbox]")?.focus(), []);
  const found = picks.filter((pick) => pick.label.toLowerCase().includes(query.toLowerCase()));
  useEffect(() => box.current?.querySelector("[data-active=true]")?.scrollIntoView({ block: "nearest" }), [active]);
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
  const activeId = `${id}-${active}`;
  return html`<div class="pick-box" ref=${box} onKeyDown=${keys}>
    ${
      searchable
        ? html`<input class="pick-search" placeholder="Search" aria-label="Search" aria-controls=${id} aria-activedescendant=${activeId} value=${query}
      onInput=${(event: InputEvent) => {
        setQuery((event.target as HTMLInputElement).value);
        setActive(0);
      }} />`
        : null
    }
    <div class="pick-list" id=${id} role="listbox" tabindex="-1" aria-label=${label} aria-multiselectable=${!single} aria-activedescendant=${activeId}>
      ${found.map(
        (
          pick,
          index,
        ) => html`<div class="pick" id=${`${id}-${index}`} role="option" data-active=${index === active} aria-selected=${chosen.includes(pick.value)}
        onMouseMove=${() => setActive(index)} onClick=${() => onChoose(pick.value)}>
        <${Emoji} emoji=${pick.emoji} />
        <span class="pick-words"><b>${pick.label}</b>${pick.description ? html`<small>${pick.description}</small>` : null}</span>
        <span class=${`tick ${single ? "round" : ""}`} aria-hidden="true">${chosen.includes(pick.value) ? html`<${Icon} name="check" size=${14} />` : null}</span>
      </div>`,
      )}
      ${found.length === 0 ? html`<p class="muted">Nothing found</p>` : null}
    </div>
  </div>`;
}

function useOutside(root: { current: HTMLElement | null }, active: boolean, leave: () => void): void {
  useEffect(() => {
    if (!active) return undefined;
    const watch = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) leave();
    };
    document.addEventListener("pointerdown", watch);
    return () => document.removeEventListener("pointerdown", watch);
  });
}
