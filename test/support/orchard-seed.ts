import type { APIRole, RoleFlags } from "discord-api-types/v10";
import { BOT_PERMISSIONS, EVERYONE_PERMISSIONS } from "../../sandbox/discord/model/permission-bits.ts";
import type { Seed } from "../../sandbox/discord/seed.ts";

/** A third community's ids; none is one of the sandbox's or of the harbour's. */
export const orchard = {
  token: "orchard.secret.token",
  guild: "61234567890123456",
  application: "612345678901234568",
  owner: "612345678901234569",
  elder: "612345678901234601",
  roles: { bot: "612345678901234570", elder: "612345678901234571", purser: "612345678901234572" },
  channels: { yard: "712345678901234501", ledger: "712345678901234502", bell: "712345678901234503" },
} as const;

/** The community's Discord server as a local Discord starts with it. */
export function orchardSeed(): Seed {
  const { roles, channels } = orchard;
  return {
    token: orchard.token,
    application: orchard.application,
    guild: { id: orchard.guild, name: "Orchard", ownerId: orchard.owner, locale: "en-US" },
    roles: [
      role(orchard.guild, "@everyone", 0, EVERYONE_PERMISSIONS),
      role(roles.elder, "elder", 1, EVERYONE_PERMISSIONS),
      role(roles.purser, "purser", 1, EVERYONE_PERMISSIONS),
      role(roles.bot, "orchard-bot", 2, BOT_PERMISSIONS),
    ],
    accounts: [
      account(orchard.application, "orchard-bot", [roles.bot], true),
      account(orchard.owner, "owner", [], false),
      account(orchard.elder, "elder", [roles.elder, roles.purser], false),
    ],
    channels: Object.entries(channels).map(([name, id]) => ({ id, name, type: 0 as const })),
  };
}

function account(id: string, username: string, roles: string[], bot: boolean): Seed["accounts"][number] {
  return { id, username, displayName: username, roles, locale: "en-US", bot, listed: !bot };
}

function role(id: string, name: string, position: number, permissions: bigint): APIRole {
  const isBot = id === orchard.roles.bot;
  return {
    ...{ id, name, position, permissions: permissions.toString(), managed: isBot, hoist: false, mentionable: true },
    ...{ color: 0, colors: { primary_color: 0, secondary_color: null, tertiary_color: null }, flags: 0 as RoleFlags },
    ...(isBot ? { tags: { bot_id: orchard.application } } : {}),
  };
}
