import { messageIn } from "../model/channels.ts";
import type { StoredMessage } from "../model/messages.ts";
import type { PermissionName } from "../model/permission-bits.ts";
import { may } from "../model/permissions.ts";
import { botAccount } from "../payloads/user.ts";
import { problem } from "../rules/problem.ts";
import type { Account, Channel, State } from "../state.ts";
import { refused } from "./errors.ts";

/** The channel, if the bot may see it; otherwise Discord's refusal. */
export function visibleChannel(state: State, id: string | undefined): Channel {
  const channel = id === undefined ? undefined : state.channels.get(id);
  if (!channel) throw refused.unknownChannel();
  if (!may(state, botAccount(state), channel, "ViewChannel")) throw refused.access();
  return channel;
}

/** Refuses unless the bot holds the permissions in the channel. */
export function demand(state: State, channel: Channel, ...names: PermissionName[]): void {
  if (!may(state, botAccount(state), channel, ...names)) throw refused.permissions();
}

/** A message anybody in the channel can see: ephemeral ones do not exist here. */
export function publicMessage(channel: Channel, id: string | undefined): StoredMessage {
  const stored = id === undefined ? undefined : messageIn(channel, id);
  if (!stored || stored.viewer !== null) throw refused.unknownMessage();
  return stored;
}

/** How many entries of a list are asked for. */
export function pageLimit(
  query: URLSearchParams,
  { otherwise, least = 1, most }: { otherwise: number; least?: number; most: number },
): number {
  const limit = Number(query.get("limit") ?? otherwise);
  if (Number.isInteger(limit) && limit >= least && limit <= most) return limit;
  throw refused.form([problem(["limit"], "NUMBER_TYPE_RANGE", `int value should be between ${least} and ${most}.`)]);
}

/** The account of a member of the server. */
export function memberAccount(state: State, guildId: string | undefined, userId: string | undefined): Account {
  if (guildId !== state.guild.id) throw refused.unknownGuild();
  const account = state.accounts.get(userId === "@me" ? state.applicationId : (userId ?? ""));
  if (!account) throw refused.unknownMember();
  return account;
}
