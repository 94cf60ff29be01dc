import type { APIAttachment, APIRole } from "discord-api-types/v10";
import type { Json } from "../json.ts";
import { channelPermissions, guildPermissions } from "../model/permissions.ts";
import { channelPayload } from "../payloads/channel.ts";
import { botAccount, memberPayload, userPayload } from "../payloads/user.ts";
import type { Account, Channel, State } from "../state.ts";

/** What the values of an interaction point at. */
export type Mentioned = {
  users: Account[];
  roles: APIRole[];
  channels: Channel[];
  attachments: Record<string, APIAttachment>;
};

/** The `resolved` part of an interaction; undefined when nothing was pointed at. */
export function resolvedPayload(state: State, mentioned: Mentioned): Json | undefined {
  const { users, roles, channels, attachments } = mentioned;
  const keyed = <T extends { id: string }>(list: readonly T[], payload: (item: T) => unknown) =>
    list.length > 0 ? Object.fromEntries(list.map((item) => [item.id, payload(item)])) : undefined;
  const parts = {
    users: keyed(users, userPayload),
    members: keyed(users, (account) => {
      const { user, deaf, mute, ...member } = memberPayload(account);
      return { ...member, permissions: guildPermissions(state, account).toString() };
    }),
    roles: keyed(roles, (role) => role),
    channels: keyed(channels, (channel) => ({
      ...channelPayload(state, channel),
      permissions: channelPermissions(state, botAccount(state), channel).toString(),
    })),
    attachments: Object.keys(attachments).length > 0 ? attachments : undefined,
  };
  const known = Object.entries(parts).filter(([, part]) => part !== undefined);
  return known.length > 0 ? Object.fromEntries(known) : undefined;
}

/** Sorts ids into the things they name; ids that name nothing come back as `unknown`. */
export function mentionedBy(
  state: State,
  ids: readonly string[],
  type: number,
): { mentioned: Mentioned; unknown: string[] } {
  const mentioned: Mentioned = { users: [], roles: [], channels: [], attachments: {} };
  const unknown: string[] = [];
  for (const id of ids) {
    const account = type === 5 || type === 7 ? state.accounts.get(id) : undefined;
    const role = type === 6 || type === 7 ? state.roles.get(id) : undefined;
    const channel = type === 8 ? state.channels.get(id) : undefined;
    if (account) mentioned.users.push(account);
    else if (role) mentioned.roles.push(role);
    else if (channel) mentioned.channels.push(channel);
    else unknown.push(id);
  }
  return { mentioned, unknown };
}
