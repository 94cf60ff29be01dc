import type { APIChannel, APIMessage, REST } from "discord.js";
import { Routes, SnowflakeUtil, ThreadAutoArchiveDuration } from "discord.js";
import type { Destination, Messenger } from "../app.ts";
import { Transient } from "../errors.ts";
import type { DiscordClient } from "./client.ts";
import { discordError, refusedWith } from "./discord-error.ts";
import { limits } from "./limits.ts";
import { carriesMarker } from "./marker.ts";
import { request } from "./message-body.ts";
import { repeat } from "./rest.ts";

/** Discord's clock and ours need not agree to the second. */
const CLOCK_MARGIN_SECONDS = 300;

const PAGE = 100;

/** A message's thread already exists; it has the message's id. */
const THREAD_EXISTS = 160004;

/** Makes the port through which Steward speaks unasked. Posts are made once; whatever may safely be repeated is. */
export function createMessenger(client: DiscordClient, render: Messenger["render"]): Messenger {
  const { rest } = client;
  return {
    connected: client.connected,
    connectedSince: client.connectedSince,
    render,
    post: async (channel, { body, files }, nonce) => {
      const unique = { ...body, nonce: nonce.slice(0, limits.nonce), enforce_nonce: true };
      try {
        const message = (await rest.post(Routes.channelMessages(channel), request(unique, files))) as APIMessage;
        return { messageId: message.id };
      } catch (error) {
        throw discordError(error, "post the message");
      }
    },
    edit: async (channel, messageId, { body, files }) => {
      await repeat("edit the message", () =>
        rest.patch(Routes.channelMessage(channel, messageId), request(body, files)),
      );
    },
    findByMarker: async (channel, marker, notBefore) => {
      const self = client.self();
      if (self === undefined) throw new Transient("Discord has not said yet who Steward is.");
      return findByMarker(rest, { channel, marker, notBefore, self });
    },
    openChannel: (destination) => openChannel(rest, destination),
  };
}

type Search = { channel: string; marker: string; notBefore: number; self: string };

async function findByMarker(
  rest: REST,
  { channel, marker, notBefore, self }: Search,
): Promise<{ messageId: string } | undefined> {
  let after = SnowflakeUtil.generate({ timestamp: (notBefore - CLOCK_MARGIN_SECONDS) * 1_000 }).toString();
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
  const body = { name: name.slice(0, limits.threadName), auto_archive_duration: ThreadAutoArchiveDuration.OneWeek };
  try {
    await repeat("open a thread", () => rest.post(Routes.threads(channel, message), { body }));
  } catch (error) {
    if (!refusedWith(error, THREAD_EXISTS)) throw error;
  }
  return message;
}
