import type { APIChannel } from "discord-api-types/v10";
import { holdsPosts } from "../model/channels.ts";
import type { Channel, State } from "../state.ts";
import { userPayload } from "./user.ts";

const REQUIRE_TAG = 1 << 4;

/** The channel as Discord shows it. */
export function channelPayload(state: State, channel: Channel): APIChannel {
  const common = { id: channel.id, type: channel.type, last_message_id: channel.messages.at(-1)?.message.id ?? null };
  if (channel.type === 1)
    return { ...common, recipients: recipients(state, channel), flags: 0 } as unknown as APIChannel;
  if (channel.thread) return { ...common, ...threadFields(state, channel) } as unknown as APIChannel;
  return {
    ...common,
    guild_id: state.guild.id,
    name: channel.name,
    topic: channel.topic,
    position: channel.position,
    parent_id: channel.parentId,
    permission_overwrites: channel.overwrites,
    nsfw: false,
    rate_limit_per_user: 0,
    flags: channel.requiresTag ? REQUIRE_TAG : 0,
    last_pin_timestamp: null,
    ...(holdsPosts(channel) ? forumFields(channel) : {}),
  } as unknown as APIChannel;
}

function recipients(state: State, channel: Channel) {
  const account = channel.recipientId ? state.accounts.get(channel.recipientId) : undefined;
  return account ? [userPayload(account)] : [];
}

function forumFields(channel: Channel) {
  return {
    available_tags: channel.tags.map((tag) => ({ moderated: false, ...tag, emoji_id: null, emoji_name: null })),
    default_reaction_emoji: null,
    default_sort_order: null,
    default_forum_layout: 0,
  };
}

function threadFields(state: State, channel: Channel) {
  const thread = channel.thread;
  const messages = channel.messages.length;
  return {
    guild_id: state.guild.id,
    name: channel.name,
    parent_id: channel.parentId,
    owner_id: channel.ownerId,
    message_count: messages,
    total_message_sent: messages,
    member_count: Math.min(thread?.memberIds.length ?? 0, 50),
    rate_limit_per_user: 0,
    flags: 0,
    applied_tags: thread?.appliedTags ?? [],
    thread_metadata: {
      archived: thread?.archived ?? false,
      locked: thread?.locked ?? false,
      auto_archive_duration: thread?.autoArchiveMinutes ?? 1440,
      archive_timestamp: thread?.changedAt,
      create_timestamp: thread?.createdAt,
    },
    ...(thread?.memberIds.includes(state.applicationId)
      ? {
          member: {
            id: channel.id,
            user_id: state.applicationId,
            join_timestamp: thread.createdAt,
            flags: 0,
          },
        }
      : {}),
  };
}
