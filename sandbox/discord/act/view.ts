import type { APIMessage } from "discord-api-types/v10";
import { asString, type Json } from "../json.ts";
import { holdsPosts } from "../model/channels.ts";
import { postMessage, type StoredMessage } from "../model/messages.ts";
import { guildPermissions, may } from "../model/permissions.ts";
import { channelPayload } from "../payloads/channel.ts";
import { guildPayload } from "../payloads/guild.ts";
import { messagePayload } from "../payloads/message.ts";
import { botAccount, userPayload } from "../payloads/user.ts";
import type { Account, Channel, State } from "../state.ts";
import { ActRefusal } from "./refusal.ts";

/** A message as one person sees it; `ephemeral` when nobody else does. */
export type SeenMessage = APIMessage & { ephemeral?: true };

/** Everybody one can act as. */
export function peopleView(state: State) {
  return [...state.accounts.values()]
    .filter((account) => account.listed)
    .map(({ id, username, displayName, roles }) => ({ id, name: username, displayName, roles }));
}

/** The server as this person sees it: channels, threads, own direct messages, roles, members. */
export function guildView(state: State, person: Account) {
  const channels = [...state.channels.values()].filter((channel) => sees(state, person, channel));
  return {
    guild: guildPayload(state),
    channels: channels.map((channel) => channelAsSeen(state, channel)),
    roles: [...state.roles.values()],
    members: [...state.accounts.values()].map((account) => ({ ...userPayload(account), roles: account.roles })),
    permissions: guildPermissions(state, person).toString(),
  };
}

/** The channel for a person: a direct message shows the bot as the other side. */
export function channelAsSeen(state: State, channel: Channel) {
  const payload = channelPayload(state, channel);
  return channel.type === 1 ? { ...payload, recipients: [userPayload(botAccount(state))] } : payload;
}

/** Whether a person may look into a channel. */
export function sees(state: State, person: Account, channel: Channel): boolean {
  if (channel.type === 1) return channel.recipientId === person.id;
  return may(state, person, channel, "ViewChannel");
}

/** The channel with an id, if this person may look into it. */
export function seenChannel(state: State, person: Account, channelId: unknown): Channel {
  const channel = state.channels.get(String(channelId));
  if (!channel || !sees(state, person, channel)) throw new ActRefusal("There is no such channel for you.", 404);
  return channel;
}

/** The messages of a channel in order, own ephemeral ones included. */
export function messagesFor(state: State, person: Account, channelId: string): SeenMessage[] {
  const channel = seenChannel(state, person, channelId);
  return channel.messages
    .filter((stored) => stored.viewer === null || stored.viewer === person.id)
    .map((stored) => asSeen(state, stored));
}

/** The message as its reader gets it. */
export function asSeen(state: State, stored: StoredMessage): SeenMessage {
  const payload = messagePayload(state, stored);
  return stored.viewer === null ? payload : { ...payload, ephemeral: true };
}

/** Writes a plain message as a person. */
export function sayAs(state: State, person: Account, body: Json): SeenMessage {
  const channel = seenChannel(state, person, body.channelId);
  const content = asString(body.content)?.trim() ?? "";
  if (content === "" || content.length > 2000) throw new ActRefusal("A message has 1 to 2000 characters.");
  if (holdsPosts(channel)) throw new ActRefusal("A forum holds posts: speak in one of them.");
  const needed = channel.thread ? "SendMessagesInThreads" : "SendMessages";
  if (channel.type !== 1 && !may(state, person, channel, needed)) throw new ActRefusal("You may not write here.", 403);
  const draft = { body: { content }, uploads: [], mentions: "everything" as const };
  return asSeen(state, postMessage(state, channel, draft, { author: person }));
}
