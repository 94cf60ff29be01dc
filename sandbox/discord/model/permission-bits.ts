import { PermissionFlagsBits } from "discord-api-types/v10";

export type PermissionName = keyof typeof PermissionFlagsBits;

/** The bit set that holds the named permissions. */
export function permissionBits(...names: PermissionName[]): bigint {
  return names.reduce((bits, name) => bits | PermissionFlagsBits[name], 0n);
}

/** Every permission there is. */
export const ALL_PERMISSIONS = Object.values(PermissionFlagsBits).reduce((bits, bit) => bits | bit, 0n);

/** What everybody in the sandbox's server may do. */
export const EVERYONE_PERMISSIONS = permissionBits(
  "ViewChannel",
  "SendMessages",
  "SendMessagesInThreads",
  "CreatePublicThreads",
  "EmbedLinks",
  "AttachFiles",
  "AddReactions",
  "ReadMessageHistory",
  "UseApplicationCommands",
);

/** What the bot's own role grants: enough to post, to open threads and to pin, nothing that moderates people. */
export const BOT_PERMISSIONS =
  EVERYONE_PERMISSIONS | permissionBits("ManageThreads", "PinMessages", "CreateEvents", "ManageEvents", "ManageRoles");
