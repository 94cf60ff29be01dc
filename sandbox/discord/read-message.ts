import type { APIMessage } from "discord-api-types/v10";
import { asRecord, asRecords, asString, type Json } from "./json.ts";
import { everyComponent } from "./model/components.ts";

export type ButtonSeen = {
  label: string;
  customId: string | null;
  url: string | null;
  disabled: boolean;
  style: number;
};

/** Every component of a message, nested ones included, outermost first. */
export function componentsOf(message: Pick<APIMessage, "components">): Json[] {
  return everyComponent(message.components).map((entry) => entry.component);
}

/** The buttons of a message, in reading order. */
export function buttonsOf(message: Pick<APIMessage, "components">): ButtonSeen[] {
  return componentsOf(message)
    .filter((component) => component.type === 2)
    .map((button) => ({
      label: asString(button.label) ?? asString(asRecord(button.emoji).name) ?? "",
      customId: asString(button.custom_id) ?? null,
      url: asString(button.url) ?? null,
      disabled: button.disabled === true,
      style: Number(button.style),
    }));
}

/** The custom id of the button with this label or custom id. */
export function buttonNamed(message: Pick<APIMessage, "components">, labelOrCustomId: string): string {
  const buttons = buttonsOf(message);
  const button =
    buttons.find((candidate) => candidate.customId === labelOrCustomId) ??
    buttons.find((candidate) => candidate.label === labelOrCustomId) ??
    buttons.find((candidate) => candidate.label.includes(labelOrCustomId));
  if (button?.customId) return button.customId;
  const labels = buttons.map((candidate) => candidate.label).join(", ") || "none";
  throw new Error(`the message has no button “${labelOrCustomId}” (it has: ${labels})`);
}

/** All text a reader sees in a message: content, embeds, text displays, alternative texts of pictures. */
export function textOf(message: Pick<APIMessage, "content" | "embeds" | "components" | "attachments">): string {
  const embeds = message.embeds.flatMap((embed) => [
    embed.author?.name,
    embed.title,
    embed.description,
    ...(embed.fields ?? []).flatMap((field) => [field.name, field.value]),
    embed.footer?.text,
  ]);
  const shown = componentsOf(message).flatMap((component) => [
    component.type === 10 ? asString(component.content) : undefined,
    component.type === 11 ? asString(component.description) : undefined,
    ...asRecords(component.items).map((item) => asString(item.description)),
  ]);
  const files = message.attachments.map((attachment) => attachment.description);
  return [message.content, ...embeds, ...shown, ...files].filter(Boolean).join("\n");
}
