import type { APIMessage } from "discord.js";

/** Whether a message, as Discord sent it, holds a component with this custom id, at whatever depth. */
export function holdsComponent({ components }: Pick<APIMessage, "components">, customId: string): boolean {
  return (components ?? []).some((component) => holds(component, customId));
}

function holds(component: unknown, customId: string): boolean {
  if (typeof component !== "object" || component === null) return false;
  const { custom_id, components, accessory } = component as Record<"custom_id" | "components" | "accessory", unknown>;
  if (custom_id === customId || holds(accessory, customId)) return true;
  return Array.isArray(components) && components.some((inner) => holds(inner, customId));
}
