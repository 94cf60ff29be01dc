import { asRecord, asRecords, asString, asStrings, isRecord, type Json } from "../json.ts";
import { numbered } from "../model/components.ts";
import { openInteraction } from "../model/interactions.ts";
import type { State } from "../state.ts";
import { pickedValues } from "./component.ts";
import type { Act } from "./handle-act.ts";
import { deliver, outcomeView } from "./outcome.ts";
import { ActRefusal } from "./refusal.ts";

/** Submits the modal an interaction has opened; each field is checked as Discord's client checks it. */
export async function submitModal({ state, person, body, query }: Act): Promise<unknown> {
  const opener = state.interactions.get(String(body.interactionId));
  const force = query.get("force") === "1";
  if (!opener?.modal || opener.userId !== person.id) throw new ActRefusal("No modal is open.", 404);
  if (opener.modal.custom_id !== body.customId && !force) throw new ActRefusal("Another modal is open.");
  const channel = state.channels.get(opener.channelId);
  if (!channel) throw new ActRefusal("The channel is gone.", 404);
  const fields = asRecord(body.fields);
  const resolved: Json = {};
  const components = numbered(asRecords(opener.modal.components)).map((component) =>
    filled({ state, fields, resolved }, component),
  );
  const { source } = opener;
  const interaction = openInteraction(state, { type: 5, userId: person.id, channelId: channel.id, source });
  const pointed = Object.keys(resolved).length > 0 ? { resolved } : {};
  const data = { custom_id: body.customId, components, ...pointed };
  const outcome = await deliver(state, person, channel, interaction, data, query.get("wait") === "final");
  return { interactionId: interaction.id, outcome: outcomeView(state, outcome) };
}

/** A modal being filled in: what was entered, and a place for what the entries point at. */
type Form = { state: State; fields: Json; resolved: Json };

function filled(form: Form, component: Json): Json {
  const { type, id } = component;
  if (isRecord(component.component)) {
    return { type, id, component: fieldValue(form, component.component, String(component.label)) };
  }
  if (Array.isArray(component.components)) {
    const inner = asRecords(component.components);
    return { type, id, components: inner.map((field) => fieldValue(form, field, String(field.label))) };
  }
  return { type, id };
}

function fieldValue(form: Form, field: Json, label: string): Json {
  const { type, id, custom_id } = field;
  const given = form.fields[String(custom_id)];
  const common = { type, id, custom_id };
  switch (type) {
    case 4:
      return { ...common, value: checkedText(field, asString(given) ?? asString(field.value) ?? "", label) };
    case 19:
      if (field.required === false) return { ...common, values: [] };
      throw new ActRefusal("This sandbox uploads no files through modals.");
    case 21:
      return { ...common, value: checkedOption(field, asString(given), label) };
    case 23:
      return { ...common, value: given === true || given === "true" };
    default:
      return { ...common, ...selection(form, field, given, label) };
  }
}

function checkedText(field: Json, value: string, label: string): string {
  const min = typeof field.min_length === "number" ? field.min_length : 0;
  const max = typeof field.max_length === "number" ? field.max_length : 4000;
  if (value === "" && field.required !== false) throw new ActRefusal(`“${label}” is required.`);
  if (value !== "" && value.length < min) throw new ActRefusal(`“${label}” takes at least ${min} characters.`);
  if (value.length > max) throw new ActRefusal(`“${label}” takes at most ${max} characters.`);
  return value;
}

function checkedOption(field: Json, value: string | undefined, label: string): string | null {
  const chosen = value ?? asRecords(field.options).find((option) => option.default === true)?.value;
  if (chosen === undefined && field.required !== false) throw new ActRefusal(`“${label}” is required.`);
  const offered = chosen === undefined || asRecords(field.options).some((option) => option.value === chosen);
  if (!offered) throw new ActRefusal(`“${label}” does not offer ${String(chosen)}.`);
  return chosen === undefined ? null : String(chosen);
}

function selection(form: Form, field: Json, given: unknown, label: string): Json {
  const defaults = asRecords(field.options).filter((option) => option.default === true);
  const values =
    given === undefined
      ? defaults.map((option) => String(option.value))
      : [asStrings(given), asString(given) ?? []].flat();
  if (values.length === 0 && field.required === false) return { values: [] };
  if (values.length === 0) throw new ActRefusal(`“${label}” is required.`);
  const isGroup = field.type === 22;
  const { values: picked, resolved } = pickedValues(
    form.state,
    isGroup ? { ...field, type: 3, max_values: field.max_values ?? values.length } : field,
    values,
  );
  for (const [kind, found] of Object.entries(asRecord(resolved))) {
    form.resolved[kind] = { ...asRecord(form.resolved[kind]), ...asRecord(found) };
  }
  return { values: picked };
}
