import type { APIChannel, REST } from "discord.js";
import { ChannelType, Routes } from "discord.js";
import { repeat } from "./rest.ts";

/** Which channels hold posts instead of messages; a channel's kind never changes, so each is asked for once. */
export type ChannelKinds = {
  isForum: (channel: string) => Promise<boolean>;
  /** Notes a channel that is known to hold messages. */
  holdsMessages: (channel: string) => void;
};

/** Makes the memory of channels' kinds; a look-up that failed is not remembered. */
export function createChannelKinds(rest: REST): ChannelKinds {
  const forums = new Map<string, boolean>();
  return {
    isForum: async (id) => {
      const known = forums.get(id);
      if (known !== undefined) return known;
      const channel = (await repeat("look at the channel", () => rest.get(Routes.channel(id)))) as APIChannel;
      forums.set(id, holdsPosts(channel));
      return holdsPosts(channel);
    },
    holdsMessages: (id) => void forums.set(id, false),
  };
}

/** Whether a channel holds posts: a forum, or its like for media. */
export function holdsPosts({ type }: APIChannel): boolean {
  return type === ChannelType.GuildForum || type === ChannelType.GuildMedia;
}
