import type { IconName } from "./icons.ts";
import { CHANNEL, type Channel } from "./wire.ts";

const THREADS: readonly number[] = [CHANNEL.thread, CHANNEL.privateThread, CHANNEL.announcementThread];

/** Whether a channel is a thread of another one. */
export function isThread(channel: Channel): boolean {
  return THREADS.includes(channel.type);
}

/** Whether a thread has been put away. */
export function isArchived(channel: Channel): boolean {
  return "thread_metadata" in channel && channel.thread_metadata?.archived === true;
}

/** The threads of a channel, the newest last. */
export function threadsOf(channels: readonly Channel[], parentId: string): Channel[] {
  return channels.filter((channel) => isThread(channel) && "parent_id" in channel && channel.parent_id === parentId);
}

/** Names of the tags that a forum's post carries. */
export function tagsOf(post: Channel, forum: Channel): string[] {
  const known = "available_tags" in forum ? forum.available_tags : [];
  const carried = ("applied_tags" in post ? post.applied_tags : undefined) ?? [];
  return known.filter(({ id }) => carried.includes(id)).map(({ name }) => name);
}

/** A channel's name as people say it: that of a direct message is its other side's. */
export function channelName(channel: Channel): string {
  if (channel.type !== CHANNEL.dm) return channel.name ?? "";
  const other = "recipients" in channel ? channel.recipients?.[0] : undefined;
  return other?.global_name ?? other?.username ?? "Direct message";
}

/** A channel's name with the sign Discord writes before it: `#general`, `@Steward`, and none for a thread. */
export function spokenName(channel: Channel): string {
  if (channel.type === CHANNEL.dm) return `@${channelName(channel)}`;
  return isThread(channel) ? channelName(channel) : `#${channelName(channel)}`;
}

/** The sign before a channel's name. */
export function channelIcon(channel: Channel | undefined): IconName {
  if (!channel) return "hash";
  if (channel.type === CHANNEL.dm) return "at";
  return isThread(channel) || channel.type === CHANNEL.forum ? "thread" : "hash";
}
