import type { APIGuildMember, REST } from "discord.js";
import { Routes } from "discord.js";
import type { ListedMember } from "../app.ts";
import { Refusal } from "../errors.ts";
import { refusedWith } from "./discord-error.ts";
import { repeat } from "./rest.ts";

const PAGE = 1_000;

/** What Discord answers to an application without the privilege of listing members. */
const MISSING_ACCESS = 50001;

/** What an administrator does where Discord keeps the members' list from Steward. */
export const grantMembers =
  'Switch on "Server Members Intent" on the Bot page of the developer portal, or take `listed` off the electorate.';

/** Lists everybody on the server, keeping no more of each than is asked for. */
export async function listMembers(rest: REST, server: string): Promise<ListedMember[]> {
  const listed: ListedMember[] = [];
  for (let after = "0"; ; ) {
    const page = await readPage(rest, server, after);
    for (const { user, roles } of page) listed.push({ id: user.id, roles, bot: user.bot === true });
    if (page.length < PAGE) return listed;
    after = page.map(({ user }) => user.id).reduce((newest, id) => (BigInt(id) > BigInt(newest) ? id : newest));
  }
}

async function readPage(rest: REST, server: string, after: string): Promise<APIGuildMember[]> {
  const query = new URLSearchParams({ limit: String(PAGE), after });
  try {
    const page = await repeat("list the server's members", () => rest.get(Routes.guildMembers(server), { query }));
    return page as APIGuildMember[];
  } catch (error) {
    if (!refusedWith(error, MISSING_ACCESS)) throw error;
    throw new Refusal("Discord does not let Steward list the server's members.", { hint: grantMembers, cause: error });
  }
}
