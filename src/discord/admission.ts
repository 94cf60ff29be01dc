import type { APIInteraction } from "discord.js";
import { InteractionContextType, InteractionType } from "discord.js";
import type { Member } from "./command.ts";

/** An interaction from a member of the server; or why it is not let in: said to them, or passed over in silence. */
export type Admission = { member: Member } | { refuse: string } | { ignore: string };

/** Lets in what a person does on the configured server, through this application as installed there; nothing else. */
export function admit(
  interaction: APIInteraction,
  expected: { server: string; application: string | undefined },
): Admission {
  if (interaction.application_id !== expected.application) return { ignore: "another application's" };
  if (interaction.type === InteractionType.Ping) return { ignore: "a ping" };
  const user = interaction.member?.user ?? interaction.user;
  if (user === undefined || user.bot === true) return { ignore: "a bot's" };
  if (
    interaction.guild_id === undefined ||
    // Discord documents the context as optional; where it is told, it must be the server's.
    (interaction.context ?? InteractionContextType.Guild) !== InteractionContextType.Guild ||
    interaction.member === undefined
  ) {
    return { refuse: "I work in the community's server only, not in private messages." };
  }
  if (interaction.guild_id !== expected.server)
    return { refuse: "I serve another community, and can do nothing here." };
  const owners: Record<string, string | undefined> = interaction.authorizing_integration_owners;
  if (owners["1"] !== undefined || owners["0"] !== expected.server) {
    return { refuse: "I answer only as this server's own app. Please use me from the server's list of apps." };
  }
  const { nick, roles } = interaction.member;
  return {
    member: { id: user.id, username: user.username, displayName: nick ?? user.global_name ?? user.username, roles },
  };
}
