import type { ClientOptions, GuildMember, User } from "discord.js";
import { GatewayIntentBits, Options } from "discord.js";
import { restOptions } from "./rest.ts";

const onlySelf = { maxSize: 0, keepOverLimit: ({ id, client }: GuildMember | User) => id === client.user.id };

/** Settings of the library's client: it asks for no more than it must, mentions nobody, and remembers no more than it needs. */
export function clientOptions(apiBase: string | undefined, membersIntent: boolean): ClientOptions {
  return {
    intents: [GatewayIntentBits.Guilds, ...(membersIntent ? [GatewayIntentBits.GuildMembers] : [])],
    allowedMentions: { parse: [] },
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      // With the intent the library would keep every member it hears of; Steward lists them when it needs them.
      ...(membersIntent ? { GuildMemberManager: onlySelf, UserManager: onlySelf } : {}),
    }),
    rest: restOptions(apiBase),
  };
}
