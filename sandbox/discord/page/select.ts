import { useEffect, useId, useRef, useState } from "preact/hooks";
import { html } from "./html.ts";
import { Icon } from "./icons.ts";
import { type Pick, PickList } from "./pick-list.ts";

type SelectProps = {
  label: string;
  /** Shown while nothing is picked; the label where it is absent. */
  placeholder?: string | undefined;
  picks: readonly Pick[];
  selected: readonly string[];
  min: number;
  max: number;
  disabled?: boolean;
  searchable?: boolean;
  onDone: (values: string[]) => void;
};

/** A drop-down like Discord's: it picks at once where one may be picked, and on closing where several may. */
export function Select(props: SelectProps) {
  const { label, picks, disabled = false, searchable = false, max } = props;
  const { root, trigger, open, setOpen, chosen, choose, dismiss } = useSelect(props);
  const list = useId();
  const names = picks.filter((pick) => chosen.includes(pick.value)).map((pick) => pick.label);
  const words = names.length > 0 ? names.join(", ") : (props.placeholder ?? label);
  const leave = () => {
    dismiss();
    trigger.current?.focus();
  };
  return html`<div class="select" ref=${root}>
    <button type="button" class="select-trigger" ref=${trigger} disabled=${disabled} role="combobox" aria-haspopup="listbox"
      aria-expanded=${open} aria-controls=${list} aria-label=${names.length > 0 ? `${label}: ${words}` : label}
      onClick=${() => (open ? dismiss() : setOpen(true))}>
      <span class=${names.length > 0 ? "" : "muted"}>${words}</span><${Icon} name="chevron" size=${18} />
    </button>
    ${
      open
        ? html`<${PickList} id=${list} label=${label} picks=${picks} chosen=${chosen} single=${max <= 1} searchable=${searchable} onChoose=${choose} onClose=${leave} />`
        : null
    }
  </div>`;
}

function useSelect({ selected, min, max, onDone }: SelectProps) {
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<readonly string[]>(selected);
  const root = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const sent = useRef(selected);
  useEffect(() => {
    sent.current = selected;
    setChosen(selected);
  }, [selected.join()]);
  const finish = (values: readonly string[]) => {
    sent.current = values;
    setOpen(false);
    onDone([...values]);
  };
  const choose = (value: string) => {
    const next = toggled(chosen, value, max);
    if (next.length < min && max <= 1) return;
    setChosen(next);
    if (max > 1) return;
    trigger.current?.focus();
    finish(next);
  };
  const dismiss = () => {
    if (max > 1 && chosen.length >= min && chosen.join() !== sent.current.join()) return finish(chosen);
    setOpen(false);
    setChosen(sent.current);
  };
  useOutside(root, open, dismiss);
  return { root, trigger, open, setOpen, chosen, choose, dismiss };
}

function toggled(values: readonly string[], value: string, max: number): readonly string[] {
  if (values.includes(value)) return values.filter((other) => other !== value);
  if (max <= 1) return [value];
  return values.length >= max ? values : [...values, value];
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
