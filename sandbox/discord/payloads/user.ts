import { type APIGuildMember, type APIUser, GuildMemberFlags } from "discord-api-types/v10";
import type { Account, State } from "../state.ts";

/** The account as Discord shows a user. */
export function userPayload(account: Account): APIUser {
  return {
    id: account.id,
    username: account.username,
    discriminator: account.bot ? "4242" : "0",
    global_name: account.bot ? null : account.displayName,
    avatar: null,
    banner: null,
    accent_color: null,
    bot: account.bot,
    system: false,
    public_flags: 0,
    avatar_decoration_data: null,
    collectibles: null,
    primary_guild: null,
  } as unknown as APIUser;
}

/** The account as a member of the server. */
export function memberPayload(account: Account): APIGuildMember {
  return {
    user: userPayload(account),
    nick: null,
    avatar: null,
    banner: null,
    roles: [...account.roles],
    joined_at: account.joinedAt,
    premium_since: null,
    deaf: false,
    mute: false,
    flags: GuildMemberFlags.CompletedOnboarding,
    pending: false,
    communication_disabled_until: null,
  };
}

/** The bot's own account; it lives as long as the state. */
export function botAccount(state: State): Account {
  const account = state.accounts.get(state.applicationId);
  if (!account) throw new Error("the seed names no account for the bot");
  return account;
}
