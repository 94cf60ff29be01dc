import type { APIChannel, APIMessage, REST } from "discord.js";
import { Routes, SnowflakeUtil, ThreadAutoArchiveDuration } from "discord.js";
import type { Destination, Messenger, OutgoingMessage, Posted } from "../app.ts";
import { Refusal, Transient } from "../errors.ts";
import { createChannelKinds } from "./channel-kinds.ts";
import type { DiscordClient } from "./client.ts";
import { discordError, refusedWith } from "./discord-error.ts";
import { findPost } from "./find-post.ts";
import { createForum } from "./forum.ts";
import { limits } from "./limits.ts";
import { carriesMarker } from "./marker.ts";
import { listMembers } from "./members.ts";
import { request } from "./message-body.ts";
import { repeat } from "./rest.ts";
import { shorten } from "./shorten.ts";

/** Discord's clock and ours need not agree to the second. */
const CLOCK_MARGIN_SECONDS = 300;

const PAGE = 100;

/** A message's thread already exists; it has the message's id. */
const THREAD_EXISTS = 160004;
const THREAD_ARCHIVED = 50083;
const UNKNOWN_CHANNEL = 10003;
const UNKNOWN_MESSAGE = 10008;

/** Makes the port through which Steward speaks unasked on a server. Posts are made once; whatever may safely be repeated is. */
export function createMessenger(client: DiscordClient, render: Messenger["render"], server: string): Messenger {
  const { rest } = client;
  const kinds = createChannelKinds(rest);
  const forum = createForum(rest);
  return {
    connected: client.connected,
    connectedSince: client.connectedSince,
    render,
    post: async (channel, message, nonce) =>
      (await kinds.isForum(channel)) ? forum.start(channel, message) : post(rest, channel, message, nonce),
    edit: async (channel, messageId, message) => {
      await edit(rest, channel, messageId, message);
      // Nothing but a forum's post has the id of its first message.
      if (message.post !== undefined && channel === messageId) await forum.update(channel, message.post);
    },
    findByMarker: async (channel, marker, notBefore) => {
      const self = client.self();
      if (self === undefined) throw new Transient("Discord has not said yet who Steward is.");
      const sinceMs = (notBefore - CLOCK_MARGIN_SECONDS) * 1_000;
      if (await kinds.isForum(channel)) return findPost(rest, { server, forum: channel, marker, sinceMs, self });
      return findMessage(rest, { channel, marker, sinceMs, self });
    },
    openChannel: async (destination) => {
      const channel = await openChannel(rest, destination);
      if (!("channel" in destination)) kinds.holdsMessages(channel);
      return channel;
    },
    listMembers: () => listMembers(rest, server),
  };
}

async function post(rest: REST, channel: string, { body, files }: OutgoingMessage, nonce: string): Promise<Posted> {
  const unique = { ...body, nonce: nonce.slice(0, limits.nonce), enforce_nonce: true };
  try {
    const message = (await rest.post(Routes.channelMessages(channel), request(unique, files))) as APIMessage;
    return { messageId: message.id };
  } catch (error) {
    throw discordError(error, "post the message");
  }
}

async function edit(rest: REST, channel: string, id: string, { body, files }: OutgoingMessage): Promise<void> {
  const change = () =>
    repeat("edit the message", () => rest.patch(Routes.channelMessage(channel, id), request(body, files)));
  try {
    await change();
  } catch (error) {
    if (refusedWith(error, THREAD_ARCHIVED)) {
      await repeat("wake the thread", () => rest.patch(Routes.channel(channel), { body: { archived: false } }));
      await change();
    } else throw channel === id ? goneWithPost(error) : error;
  }
}

/** Whoever deletes a forum's post deletes the channel its message stands in: to us it is the message that is gone. */
function goneWithPost(error: unknown): unknown {
  if (!refusedWith(error, UNKNOWN_CHANNEL)) return error;
  return new Refusal("The forum's post is gone.", { context: { code: UNKNOWN_MESSAGE }, cause: error });
}

type Search = { channel: string; marker: string; sinceMs: number; self: string };

async function findMessage(rest: REST, { channel, marker, sinceMs, self }: Search): Promise<Posted | undefined> {
  let after = SnowflakeUtil.generate({ timestamp: sinceMs }).toString();
  for (;;) {
    const query = new URLSearchParams({ after, limit: String(PAGE) });
    const page = (await repeat("read the channel's history", () =>
      rest.get(Routes.channelMessages(channel), { query }),
    )) as APIMessage[];
    const found = page.find((message) => message.author.id === self && carriesMarker(message, marker));
    if (found !== undefined) return { messageId: found.id };
    if (page.length < PAGE) return undefined;
    after = page.map(({ id }) => id).reduce((newest, id) => (BigInt(id) > BigInt(newest) ? id : newest));
  }
}

async function openChannel(rest: REST, destination: Destination): Promise<string> {
  if ("channel" in destination) return destination.channel;
  if ("member" in destination) {
    const open = () => rest.post(Routes.userChannels(), { body: { recipient_id: destination.member } });
    return ((await repeat("open a direct message", open)) as APIChannel).id;
  }
  const { channel, message, name } = destination.threadOf;
  const body = { name: shorten(name, limits.threadName), auto_archive_duration: ThreadAutoArchiveDuration.OneWeek };
  try {
    await repeat("open a thread", () => rest.post(Routes.threads(channel, message), { body }));
  } catch (error) {
    if (!refusedWith(error, THREAD_EXISTS)) throw error;
  }
  return message;
}
