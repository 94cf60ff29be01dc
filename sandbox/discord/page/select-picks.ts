import type { APISelectMenuComponent } from "discord-api-types/v10";
import type { Pick } from "./pick-list.ts";
import { COMPONENT, type GuildView } from "./wire.ts";

/** What a select of any kind offers to this person. */
export function picksOf(select: APISelectMenuComponent, view: GuildView | undefined): Pick[] {
  const users = () =>
    (view?.members ?? []).map((member) => ({
      value: member.id,
      label: member.global_name ?? member.username,
      description: member.username,
    }));
  const roles = () =>
    (view?.roles ?? [])
      .filter((role) => role.id !== view?.guild.id)
      .map((role) => ({ value: role.id, label: `@${role.name}` }));
  switch (select.type) {
    case COMPONENT.stringSelect:
      return select.options.map(({ value, label, description, emoji }) => ({ value, label, description, emoji }));
    case COMPONENT.userSelect:
      return users();
    case COMPONENT.roleSelect:
      return roles();
    case COMPONENT.mentionableSelect:
      return [...users(), ...roles()];
    default:
      return (view?.channels ?? [])
        .filter((channel) => channel.type !== 1 && (select.channel_types?.includes(channel.type) ?? true))
        .map((channel) => ({ value: channel.id, label: `#${channel.name}` }));
  }
}

/** What a select shows as picked before anybody touches it. */
export function defaultsOf(select: APISelectMenuComponent): string[] {
  if (select.type === COMPONENT.stringSelect) {
    return select.options.filter((option) => option.default).map((option) => option.value);
  }
  return select.default_values?.map((value) => value.id) ?? [];
}
