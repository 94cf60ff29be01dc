import type { APIRole, RoleFlags } from "discord-api-types/v10";
import { PEOPLE, ROLES, SERVER } from "../people.ts";
import { BOT_PERMISSIONS, EVERYONE_PERMISSIONS, permissionBits } from "./model/permission-bits.ts";
import type { Account, Channel } from "./state.ts";

/** What a local Discord holds when it starts. */
export type Seed = {
  token: string;
  application: string;
  /** Privileged intents the application was granted, as a bit set; none where nothing is said. */
  grantedIntents?: number;
  guild: { id: string; name: string; ownerId: string; locale: string };
  roles: APIRole[];
  accounts: Omit<Account, "joinedAt" | "refusesDms">[];
  channels: (Pick<Channel, "id" | "type" | "name"> & Partial<Channel>)[];
};

/** The server "Heliogrid" with the people of the sandbox, the bot and five text channels. */
export function heliogridSeed(): Seed {
  return {
    token: SERVER.token,
    application: SERVER.application,
    guild: { id: SERVER.guild, name: "Heliogrid", ownerId: SERVER.owner, locale: "en-US" },
    roles: [
      role(SERVER.guild, "@everyone", 0, EVERYONE_PERMISSIONS),
      role(ROLES.member, "member", 1, EVERYONE_PERMISSIONS),
      role(ROLES.treasurer, "treasurer", 2, EVERYONE_PERMISSIONS),
      role(ROLES.maintainer, "maintainer", 3, EVERYONE_PERMISSIONS | permissionBits("ManageGuild", "ManageMessages")),
      role(SERVER.botRole, "Steward", 4, BOT_PERMISSIONS, true),
    ],
    accounts: [
      account(SERVER.application, "Steward", "Steward", [SERVER.botRole], { bot: true, listed: false }),
      account(SERVER.owner, "heliogrid", "Heliogrid", [], { bot: false, listed: false }),
      ...PEOPLE.map((person) =>
        account(person.id, person.name, person.displayName, [...person.roles], { bot: false, listed: true }),
      ),
    ],
    channels: Object.entries(SERVER.channels).map(([name, id]) => ({ id, name, type: 0 as const })),
  };
}

function account(
  id: string,
  username: string,
  displayName: string,
  roles: string[],
  kind: { bot: boolean; listed: boolean },
): Seed["accounts"][number] {
  return { id, username, displayName, roles, locale: "en-US", ...kind };
}

function role(id: string, name: string, position: number, permissions: bigint, managed = false): APIRole {
  return {
    id,
    name,
    position,
    permissions: permissions.toString(),
    managed,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    mentionable: false,
    flags: 0 as RoleFlags,
    ...(managed ? { tags: { bot_id: SERVER.application } } : {}),
  };
}
