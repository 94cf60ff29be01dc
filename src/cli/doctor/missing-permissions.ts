import { type APIChannel, type APIGuild, OverwriteType, PermissionFlagsBits, PermissionsBitField } from "discord.js";
import { holdsPosts } from "../../discord/channel-kinds.ts";
import { PERMISSIONS } from "../../discord/deploy.ts";
import { isStateTag } from "../../discord/state-tags.ts";

/** The permissions that Steward needs and does not have in a channel, by Discord's own names for them. */
export function missingPermissions(
  channel: APIChannel,
  bot: { guild: APIGuild; self: string; roles: readonly string[] },
): string[] {
  const has = permissionsIn(channel, bot);
  if ((has & PermissionFlagsBits.Administrator) !== 0n) return [];
  return new PermissionsBitField(neededIn(channel) & ~has)
    .toArray()
    .map((name) => name.replace(/(?<=[a-z])(?=[A-Z])/g, " "));
}

/** A forum's posts are threads by themselves; its tags may be for those who manage threads. */
function neededIn(channel: APIChannel): bigint {
  if (!holdsPosts(channel)) return PERMISSIONS;
  const tags = "available_tags" in channel ? channel.available_tags : [];
  const moderated = tags.some((tag) => tag.moderated && isStateTag(tag.name));
  return (
    (PERMISSIONS & ~PermissionFlagsBits.CreatePublicThreads) | (moderated ? PermissionFlagsBits.ManageThreads : 0n)
  );
}

/** Discord's own order: everyone, the roles' together, then the channel's overwrites for everyone, roles, and the member. */
function permissionsIn(
  channel: APIChannel,
  { guild, self, roles }: { guild: APIGuild; self: string; roles: readonly string[] },
): bigint {
  const carried = new Set([guild.id, ...roles]);
  let bits = guild.roles
    .filter((role) => carried.has(role.id))
    .reduce((sum, role) => sum | BigInt(role.permissions), 0n);
  if (guild.owner_id === self) return PermissionFlagsBits.Administrator;
  if ((bits & PermissionFlagsBits.Administrator) !== 0n) return bits;
  const overwrites = "permission_overwrites" in channel ? (channel.permission_overwrites ?? []) : [];
  const layers = [
    overwrites.filter(({ id }) => id === guild.id),
    overwrites.filter(({ id, type }) => type === OverwriteType.Role && id !== guild.id && carried.has(id)),
    overwrites.filter(({ id, type }) => type === OverwriteType.Member && id === self),
  ];
  for (const layer of layers) {
    const denied = layer.reduce((sum, { deny }) => sum | BigInt(deny), 0n);
    const allowed = layer.reduce((sum, { allow }) => sum | BigInt(allow), 0n);
    bits = (bits & ~denied) | allowed;
  }
  return bits;
}
