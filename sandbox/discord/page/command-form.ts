import type { Entry, Given, Option } from "./command-model.ts";
import { END, focusOn, typeInto } from "./form-state.ts";
import { html } from "./html.ts";
import { Icon } from "./icons.ts";
import { OptionPill } from "./option-pill.ts";
import { SuggestionList } from "./suggestion-list.ts";
import { useCommandForm } from "./use-command-form.ts";

const LIST = "option-list";

type CommandFormProps = { entry: Entry; onLeave: (text: string) => void };

/** A command with its options one after the other, as Discord's composer shows them. */
export function CommandForm({ entry, onLeave }: CommandFormProps) {
  const { form, setForm, option, rows, loading, more, choose, send, keys, root } = useCommandForm(entry, onLeave);
  const { entered, focus, active } = form;
  const heading = html`<${Heading} option=${option} given=${entered[focus]} loading=${loading} />`;
  const pill = (other: Option) => html`<${OptionPill} key=${other.name} option=${other} given=${entered[other.name]}
    focused=${other.name === focus} list=${LIST} active=${active} onFocus=${() => setForm(focusOn(form, other.name))}
    onType=${(words: string) => setForm(typeInto(form, other, words))} />`;
  const stayEmpty = (event: InputEvent) => {
    (event.target as HTMLInputElement).value = "";
  };
  return html`<div class="composer" ref=${root}>
    ${
      option || rows.length > 0
        ? html`<${SuggestionList} id=${LIST} heading=${heading} rows=${rows} active=${active}
            onHover=${(index: number) => setForm({ ...form, active: index })} onChoose=${choose} />`
        : null
    }
    <div class="composer-box form" onKeyDown=${keys}>
      <button type="button" class="icon-button" aria-label="Leave this command" onClick=${() => onLeave("")}><${Icon} name="close" /></button>
      <div class="composer-command">
        <b class="command-name">/${entry.key}</b>
        ${entry.options.filter((other) => other.name in entered).map(pill)}
        <input class="composer-end" data-option=${END} aria-label="More options; Enter sends the command" autocomplete="off"
          placeholder=${more.length > 0 ? `+${more.length} optional` : ""} onFocus=${() => setForm(focusOn(form, END))} onInput=${stayEmpty} />
      </div>
      <button type="button" class="icon-button send" aria-label="Send" onClick=${send}><${Icon} name="send" /></button>
    </div>
  </div>`;
}

type HeadingProps = { option: Option | undefined; given: Given | undefined; loading: boolean };

function Heading({ option, given, loading }: HeadingProps) {
  if (!option) return html`<span>Pick an optional option to add it, or press Enter to send</span>`;
  return html`<span><b>${option.name}</b> ${option.required ? null : html`<i class="muted">optional</i> `}${option.description}
      ${loading ? html`<span class="muted"> · looking…</span>` : null}</span>
    ${given?.problem ? html`<span class="field-error" role="alert">${given.problem}</span>` : null}`;
}
