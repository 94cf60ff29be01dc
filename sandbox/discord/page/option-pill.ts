import type { Given, Option } from "./command-model.ts";
import { html } from "./html.ts";

type OptionPillProps = {
  option: Option;
  given: Given | undefined;
  focused: boolean;
  list: string;
  active: number;
  onFocus: () => void;
  onType: (words: string) => void;
};

/** One option of a command in the composer: its name and its box. */
export function OptionPill({ option, given, focused, list, active, onFocus, onType }: OptionPillProps) {
  const words = given?.words ?? "";
  const wrong = given?.problem !== undefined && !focused;
  return html`<label class=${`pill ${focused ? "focused" : ""} ${wrong ? "wrong" : ""}`}>
    <span class="pill-name">${option.name}</span>
    <input data-option=${option.name} value=${words} size=${Math.min(Math.max(words.length, 2), 40)} autocomplete="off" spellcheck=${false}
      role="combobox" aria-autocomplete="list" aria-expanded=${focused} aria-controls=${list} aria-activedescendant=${focused ? `${list}-${active}` : undefined}
      aria-label=${`${option.name}: ${option.description}`} aria-required=${option.required ?? false} aria-invalid=${wrong}
      onFocus=${onFocus} onInput=${(event: InputEvent) => onType((event.target as HTMLInputElement).value)} />
  </label>`;
}
