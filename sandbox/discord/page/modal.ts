import type { APIComponentInModalActionRow, APIModalInteractionResponseCallbackData } from "discord-api-types/v10";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Fields } from "./api.ts";
import { submitModal } from "./flows.ts";
import { html } from "./html.ts";
import { Icon } from "./icons.ts";
import { Markdown } from "./markdown.ts";
import { type FieldSpec, isKnownControl, ModalField, startValue, trouble } from "./modal-field.ts";
import { type OpenModal, state } from "./state.ts";
import { COMPONENT } from "./wire.ts";

type Part = { kind: "text"; content: string } | { kind: "field"; spec: FieldSpec };

/** A modal over the page: fields are checked as Discord does before anything is sent. */
export function Modal({ modal }: { modal: OpenModal }) {
  const parts = partsOf(modal.data);
  const { dialog, fields, fill, asked, sending, failure, submit } = useModalForm(parts);
  const cancel = () => state.set({ modal: undefined });
  const draw = (part: Part) => {
    if (part.kind === "text") return html`<${Markdown} text=${part.content} />`;
    const id = part.spec.control.custom_id;
    return html`<${ModalField} spec=${part.spec} value=${fields[id] ?? ""} asked=${asked}
      onChange=${(value: string | string[]) => fill(id, value)} />`;
  };
  return html`<dialog class="modal" ref=${dialog} aria-label=${modal.data.title} onClose=${cancel}>
    <form method="dialog" novalidate onSubmit=${submit}>
      <header><h2>${modal.data.title}</h2>
        <button type="button" class="icon-button" aria-label="Close" onClick=${cancel}><${Icon} name="close" /></button></header>
      <div class="modal-body">${parts.map(draw)}
        ${failure === undefined ? null : html`<p class="field-error" role="alert">${failure}</p>`}</div>
      <footer>
        <button type="button" class="btn secondary" onClick=${cancel}>Cancel</button>
        <button type="submit" class="btn primary" disabled=${sending}>${sending ? "Sending…" : "Submit"}</button>
      </footer>
    </form>
  </dialog>`;
}

function useModalForm(parts: readonly Part[]) {
  const controls = parts.flatMap((part) => (part.kind === "field" ? [part.spec.control] : []));
  const dialog = useRef<HTMLDialogElement>(null);
  const [fields, setFields] = useState<Fields>(() =>
    Object.fromEntries(controls.map((control) => [control.custom_id, startValue(control)])),
  );
  const [asked, setAsked] = useState(false);
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<string | undefined>();
  useEffect(() => dialog.current?.showModal(), []);
  const fill = (id: string, value: string | string[]) => setFields((before) => ({ ...before, [id]: value }));
  const submit = async (event: Event) => {
    event.preventDefault();
    setAsked(true);
    const wrong = controls.find((control) => trouble(control, fields[control.custom_id] ?? ""));
    if (wrong) return focusField(dialog.current, wrong.custom_id);
    setSending(true);
    setFailure(await submitModal(fields));
    setSending(false);
  };
  return { dialog, fields, fill, asked, sending, failure, submit };
}

function focusField(dialog: HTMLElement | null, id: string): void {
  dialog?.querySelector<HTMLElement>(`[data-field="${CSS.escape(id)}"]`)?.focus();
}

function partsOf(data: APIModalInteractionResponseCallbackData): Part[] {
  return data.components.flatMap((top): Part[] => {
    if (top.type === COMPONENT.textDisplay) return [{ kind: "text", content: top.content }];
    if (top.type === COMPONENT.actionRow) return top.components.map(rowField);
    const control = top.component;
    if (!isKnownControl(control))
      return [{ kind: "text", content: `${top.label}: this page cannot show this kind of field yet.` }];
    return [{ kind: "field", spec: { label: top.label, description: top.description, control } }];
  });
}

/** The older way to put a field into a modal: a row whose field carries its own label. */
function rowField(control: APIComponentInModalActionRow): Part {
  return {
    kind: "field",
    spec: { label: ("label" in control && control.label) || "", description: undefined, control },
  };
}
