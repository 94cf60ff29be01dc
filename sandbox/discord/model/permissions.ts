import { PermissionFlagsBits } from "discord-api-types/v10";
import type { Account, Channel, State } from "../state.ts";
import { ALL_PERMISSIONS, type PermissionName, permissionBits } from "./permission-bits.ts";

const DIRECT_MESSAGE_PERMISSIONS = permissionBits(
  "ViewChannel",
  "SendMessages",
  "EmbedLinks",
  "AttachFiles",
  "ReadMessageHistory",
  "AddReactions",
  "UseApplicationCommands",
  "PinMessages",
);

/** What an account may do in the server, before any channel overwrites. */
export function guildPermissions(state: State, account: Account): bigint {
  if (account.id === state.guild.ownerId) return ALL_PERMISSIONS;
  const ids = [state.guild.id, ...account.roles];
  const bits = ids.reduce((sum, id) => sum | BigInt(state.roles.get(id)?.permissions ?? "0"), 0n);
  return bits & PermissionFlagsBits.Administrator ? ALL_PERMISSIONS : bits;
}

/** What an account may do in a channel: overwrites of everyone, then of its roles, then its own. */
export function channelPermissions(state: State, account: Account, channel: Channel): bigint {
  if (channel.type === 1) return channelOfTwo(state, account, channel) ? DIRECT_MESSAGE_PERMISSIONS : 0n;
  const base = guildPermissions(state, account);
  if (base === ALL_PERMISSIONS) return base;
  const overwrites = parentOf(state, channel).overwrites;
  const of = (ids: readonly string[]) => overwrites.filter((overwrite) => ids.includes(overwrite.id));
  const apply = (bits: bigint, ids: readonly string[]) => {
    const denied = of(ids).reduce((sum, overwrite) => sum | BigInt(overwrite.deny), 0n);
    const allowed = of(ids).reduce((sum, overwrite) => sum | BigInt(overwrite.allow), 0n);
    return (bits & ~denied) | allowed;
  };
  const bits = apply(apply(apply(base, [state.guild.id]), account.roles), [account.id]);
  return bits & PermissionFlagsBits.ViewChannel ? bits : 0n;
}

/** Whether an account holds all the named permissions in a channel. */
export function may(state: State, account: Account, channel: Channel, ...names: PermissionName[]): boolean {
  const wanted = permissionBits(...names);
  return (channelPermissions(state, account, channel) & wanted) === wanted;
}

/** The channel whose overwrites count: a thread's parent, otherwise the channel itself. */
export function parentOf(state: State, channel: Channel): Channel {
  return (channel.parentId && channel.thread ? state.channels.get(channel.parentId) : undefined) ?? channel;
}

function channelOfTwo(state: State, account: Account, channel: Channel): boolean {
  return account.id === channel.recipientId || account.id === state.applicationId;
}
