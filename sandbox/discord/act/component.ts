import { asRecords, asString, asStrings, type Json } from "../json.ts";
import { messageAnywhere } from "../model/channels.ts";
import { componentByCustomId } from "../model/components.ts";
import { openInteraction } from "../model/interactions.ts";
import type { Act } from "./handle-act.ts";
import { deliver, outcomeView } from "./outcome.ts";
import { ActRefusal } from "./refusal.ts";
import { mentionedBy, resolvedPayload } from "./resolved.ts";
import { sees } from "./view.ts";

const SELECTS = [3, 5, 6, 7, 8];

/** Presses a button or picks from a select; `force=1` lets forged ids through, as a modified client would send them. */
export async function useComponent({ state, person, body, query }: Act): Promise<unknown> {
  const customId = asString(body.customId) ?? "";
  const found = messageAnywhere(state, String(body.messageId));
  const force = query.get("force") === "1";
  if (!found) throw new ActRefusal("There is no such message.", 404);
  const { channel, stored } = found;
  const visible = sees(state, person, channel) && (stored.viewer === null || stored.viewer === person.id);
  if (!visible && !force) throw new ActRefusal("There is no such message for you.", 404);
  const component = componentByCustomId(stored.message.components, customId);
  if (!component && !force) throw new ActRefusal("The message has no such component.");
  if (component?.disabled === true && !force) throw new ActRefusal("This component is disabled.");
  const values = Array.isArray(body.values) ? asStrings(body.values) : undefined;
  const interaction = openInteraction(state, { type: 3, userId: person.id, channelId: channel.id, source: stored });
  const type = typeof component?.type === "number" ? component.type : values ? 3 : 2;
  const data = { custom_id: customId, component_type: type, id: component?.id ?? 0 };
  const picked = SELECTS.includes(type) ? pickedValues(state, component ?? { type }, values ?? [], force) : {};
  const final = query.get("wait") === "final";
  const outcome = await deliver(state, person, channel, interaction, { ...data, ...picked }, final);
  return { interactionId: interaction.id, outcome: outcomeView(state, outcome) };
}

/** The values of a select, checked against its options and range, with what they point at. */
export function pickedValues(state: Act["state"], select: Json, values: readonly string[], force = false): Json {
  const type = Number(select.type);
  const { mentioned, unknown } = mentionedBy(state, values, type);
  const strange =
    type === 3
      ? values.filter((value) => !asRecords(select.options).some((option) => option.value === value))
      : unknown;
  const min = typeof select.min_values === "number" ? select.min_values : 1;
  const max = typeof select.max_values === "number" ? select.max_values : 1;
  if (!force && strange.length > 0) throw new ActRefusal(`The select does not offer ${strange.join(", ")}.`);
  if (!force && (values.length < min || values.length > max)) throw new ActRefusal(`Choose ${min} to ${max}.`);
  const resolved = type === 3 ? undefined : resolvedPayload(state, mentioned);
  return { values: [...values], ...(resolved ? { resolved } : {}) };
}
