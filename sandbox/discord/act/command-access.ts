import type { APIApplicationCommand } from "discord-api-types/v10";
import { ALL_PERMISSIONS } from "../model/permission-bits.ts";
import { channelPermissions, guildPermissions } from "../model/permissions.ts";
import type { Account, Channel, State } from "../state.ts";

/** The commands a person is offered; a server's own command stands before a global one of the same name. */
export function commandsFor(state: State, person: Account, channelId?: string): APIApplicationCommand[] {
  const own = state.commands.get(state.guild.id) ?? [];
  const global = state.commands.get("global") ?? [];
  const all = [...own, ...global.filter((command) => !own.some((other) => other.name === command.name))];
  const channel = channelId === undefined ? undefined : state.channels.get(channelId);
  return all.filter((command) => command.type === 1 && isOffered(state, person, command, channel));
}

function isOffered(
  state: State,
  person: Account,
  command: APIApplicationCommand,
  channel: Channel | undefined,
): boolean {
  const direct = channel?.type === 1;
  if (direct && command.guild_id !== undefined) return false;
  if (command.contexts && !command.contexts.includes(direct ? 1 : 0)) return false;
  if (direct) return true;
  const required = command.default_member_permissions;
  if (required === null || required === undefined) return true;
  const held = channel ? channelPermissions(state, person, channel) : guildPermissions(state, person);
  // "0" hides the command from everybody but administrators.
  if (required === "0") return guildPermissions(state, person) === ALL_PERMISSIONS;
  return (held & BigInt(required)) === BigInt(required);
}
