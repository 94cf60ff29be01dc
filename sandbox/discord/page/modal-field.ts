import type { APISelectMenuComponent, APITextInputComponent } from "discord-api-types/v10";
import { useId } from "preact/hooks";
import { html } from "./html.ts";
import { Select } from "./select.ts";
import { defaultsOf, picksOf } from "./select-picks.ts";
import { state } from "./state.ts";
import { useStore } from "./store.ts";
import { COMPONENT } from "./wire.ts";

/** One field of a modal with its words. */
export type FieldSpec = {
  label: string;
  description: string | undefined;
  control: APITextInputComponent | APISelectMenuComponent;
};

const KNOWN: readonly number[] = [
  COMPONENT.textInput,
  COMPONENT.stringSelect,
  COMPONENT.userSelect,
  COMPONENT.roleSelect,
  COMPONENT.mentionableSelect,
  COMPONENT.channelSelect,
];

/** Whether the page has a field for a control. */
export function isKnownControl(control: { type: number }): control is FieldSpec["control"] {
  return KNOWN.includes(control.type);
}

/** What a field holds before anybody typed. */
export function startValue(control: FieldSpec["control"]): string | string[] {
  return control.type === COMPONENT.textInput ? (control.value ?? "") : defaultsOf(control);
}

/** Why a field's value would be refused, in Discord's terms; undefined when it is fine. */
export function trouble(control: FieldSpec["control"], value: string | string[]): string | undefined {
  if (value.length === 0) return (control.required ?? true) ? "This field is required" : undefined;
  const text = control.type === COMPONENT.textInput;
  const min = (text ? control.min_length : control.min_values) ?? 0;
  const max = (text ? control.max_length : control.max_values) ?? (text ? 4000 : 1);
  const what = text ? "characters" : "choices";
  if (value.length < min) return `Must be ${min} ${what} or more`;
  return value.length > max ? `Must be ${max} ${what} or fewer` : undefined;
}

type ModalFieldProps = {
  spec: FieldSpec;
  value: string | string[];
  asked: boolean;
  onChange: (value: string | string[]) => void;
};

/** A labelled field of a modal. */
export function ModalField({ spec, value, asked, onChange }: ModalFieldProps) {
  const id = useId();
  const { control } = spec;
  const wrong = asked ? trouble(control, value) : undefined;
  const required = control.required ?? true;
  return html`<div class="field">
    <label for=${id}>${spec.label}${required ? html`<span class="required" aria-hidden="true"> *</span>` : null}</label>
    ${spec.description ? html`<p class="muted" id=${`${id}-about`}>${spec.description}</p>` : null}
    ${
      control.type === COMPONENT.textInput
        ? html`<${TextInput} id=${id} control=${control} value=${value as string} wrong=${wrong} onChange=${onChange} />`
        : html`<${FieldSelect} label=${spec.label} control=${control} value=${value as string[]} onChange=${onChange} />`
    }
    ${wrong === undefined ? null : html`<p class="field-error" role="alert" id=${`${id}-error`}>${wrong}</p>`}
  </div>`;
}

type TextInputProps = {
  id: string;
  control: APITextInputComponent;
  value: string;
  wrong: string | undefined;
  onChange: (value: string) => void;
};

function TextInput({ id, control, value, wrong, onChange }: TextInputProps) {
  const left = (control.max_length ?? 4000) - value.length;
  const shared = {
    id,
    value,
    placeholder: control.placeholder ?? "",
    "data-field": control.custom_id,
    "aria-required": control.required ?? true,
    "aria-invalid": wrong !== undefined,
    "aria-describedby": `${id}-about ${id}-error`,
    onInput: (event: InputEvent) => onChange((event.target as HTMLInputElement | HTMLTextAreaElement).value),
  };
  const input =
    control.style === 2 ? html`<textarea rows="5" ...${shared} />` : html`<input type="text" ...${shared} />`;
  return html`<div class="text-input">${input}${control.max_length || left < 0 ? html`<span class=${left < 0 ? "counter over" : "counter"}>${left}</span>` : null}</div>`;
}

type FieldSelectProps = {
  label: string;
  control: APISelectMenuComponent;
  value: string[];
  onChange: (value: string[]) => void;
};

function FieldSelect({ label, control, value, onChange }: FieldSelectProps) {
  const view = useStore(state, (current) => current.view);
  return html`<${Select} label=${label} placeholder=${control.placeholder} picks=${picksOf(control, view)} selected=${value}
    min=${control.min_values ?? 1} max=${control.max_values ?? 1} searchable=${control.type !== COMPONENT.stringSelect} onDone=${onChange} />`;
}
