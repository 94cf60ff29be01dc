import type { Channel, State } from "../state.ts";
import { emptyChannel } from "../state.ts";
import type { StoredMessage } from "./messages.ts";

/** The conversation of the bot with one person; made when first asked for. */
export function directMessagesWith(state: State, userId: string): Channel {
  const known = [...state.channels.values()].find((channel) => channel.type === 1 && channel.recipientId === userId);
  if (known) return known;
  const channel = emptyChannel({ id: state.nextId(), type: 1, name: "", recipientId: userId });
  state.channels.set(channel.id, channel);
  state.events.publish({ kind: "channel", channel });
  return channel;
}

/** Whether a channel holds posts instead of messages. */
export function holdsPosts({ type }: Channel): boolean {
  return type === 15 || type === 16;
}

export type NewThread = {
  id: string;
  name: string;
  parent: Channel;
  ownerId: string;
  autoArchiveMinutes: number;
  appliedTags?: string[];
};

/** Opens a public thread under a channel. */
export function openThread(state: State, made: NewThread): Channel {
  const now = state.clock.iso();
  const channel = emptyChannel({
    id: made.id,
    type: 11,
    name: made.name,
    parentId: made.parent.id,
    ownerId: made.ownerId,
    thread: {
      archived: false,
      locked: false,
      autoArchiveMinutes: made.autoArchiveMinutes,
      changedAt: now,
      createdAt: now,
      memberIds: [made.ownerId],
      appliedTags: made.appliedTags ?? [],
    },
  });
  state.channels.set(channel.id, channel);
  state.events.publish({ kind: "thread", channel });
  return channel;
}

/** The message with an id in a channel. */
export function messageIn(channel: Channel, messageId: string): StoredMessage | undefined {
  return channel.messages.find((stored) => stored.message.id === messageId);
}

/** The message with an id, wherever it is. */
export function messageAnywhere(
  state: State,
  messageId: string,
): { channel: Channel; stored: StoredMessage } | undefined {
  for (const channel of state.channels.values()) {
    const stored = messageIn(channel, messageId);
    if (stored) return { channel, stored };
  }
  return undefined;
}
