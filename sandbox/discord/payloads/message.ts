import type { APIMessage } from "discord-api-types/v10";
import type { StoredMessage } from "../model/messages.ts";
import type { State } from "../state.ts";
import { channelPayload } from "./channel.ts";

/** The message with its thread, as anybody who may see it gets it. */
export function messagePayload(state: State, stored: StoredMessage): APIMessage {
  const { message } = stored;
  const thread = state.channels.get(message.id);
  return thread?.thread
    ? ({ ...message, thread: channelPayload(state, thread) } as unknown as APIMessage)
    : { ...message };
}

/** The message as the bot gets it: without the message-content intent other people's words are hidden, mentions and direct messages aside. */
export function asSeenByBot(state: State, stored: StoredMessage): APIMessage {
  const payload = messagePayload(state, stored);
  const own = payload.author.id === state.applicationId;
  const direct = state.channels.get(payload.channel_id)?.type === 1;
  const addressed = payload.mentions.some((user) => user.id === state.applicationId);
  return own || direct || addressed
    ? payload
    : { ...payload, content: "", embeds: [], attachments: [], components: [] };
}
