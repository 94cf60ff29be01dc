import type { APIRole, RoleFlags } from "discord-api-types/v10";
import { BOT_PERMISSIONS, EVERYONE_PERMISSIONS } from "../../sandbox/discord/model/permission-bits.ts";
import type { Seed } from "../../sandbox/discord/seed.ts";

/** Another community's ids; none is one of the sandbox's. */
export const harbour = {
  token: "harbour.secret.token",
  guild: "81234567890123456",
  application: "812345678901234568",
  owner: "812345678901234569",
  roles: {
    bot: "812345678901234570",
    crew: "812345678901234571",
    warden: "812345678901234572",
    purser: "812345678901234573",
    pilot: "812345678901234574",
  },
  channels: { quay: "912345678901234501", deeds: "912345678901234502", ledger: "912345678901234503" },
} as const;

const { roles } = harbour;

/** Its people, and the index of each one's wallet among the chain's test accounts. */
export const sailors = {
  olga: sailor(1, [roles.crew, roles.pilot]),
  pete: sailor(2, [roles.crew, roles.pilot]),
  quin: sailor(3, [roles.crew, roles.purser]),
  rosa: sailor(4, [roles.crew, roles.warden, roles.purser]),
  stan: sailor(5, [roles.crew]),
  gust: sailor(6, []),
} as const;

export type SailorName = keyof typeof sailors;

/** The community's Discord server as a local Discord starts with it. */
export function harbourSeed(): Seed {
  return {
    token: harbour.token,
    application: harbour.application,
    guild: { id: harbour.guild, name: "Harbour", ownerId: harbour.owner, locale: "en-GB" },
    roles: [
      role(harbour.guild, "@everyone", EVERYONE_PERMISSIONS),
      ...Object.entries(roles).map(([name, id]) =>
        role(id, name, name === "bot" ? BOT_PERMISSIONS : EVERYONE_PERMISSIONS),
      ),
    ],
    accounts: [
      account(harbour.application, "harbour-bot", [roles.bot], true),
      account(harbour.owner, "owner", [], false),
      ...Object.entries(sailors).map(([name, { id, roles: own }]) => account(id, name, [...own], false)),
    ],
    channels: Object.entries(harbour.channels).map(([name, id]) => ({ id, name, type: 0 as const })),
  };
}

function sailor(wallet: number, own: readonly string[]) {
  return { id: `8123456789012346${String(wallet).padStart(2, "0")}`, wallet, roles: own };
}

function account(id: string, username: string, own: string[], bot: boolean): Seed["accounts"][number] {
  return { id, username, displayName: username, roles: own, locale: "en-GB", bot, listed: !bot };
}

function role(id: string, name: string, permissions: bigint): APIRole {
  const isBot = id === roles.bot;
  return {
    id,
    name,
    position: id === harbour.guild ? 0 : isBot ? 2 : 1,
    permissions: permissions.toString(),
    managed: isBot,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    mentionable: true,
    flags: 0 as RoleFlags,
    ...(isBot ? { tags: { bot_id: harbour.application } } : {}),
  };
}
