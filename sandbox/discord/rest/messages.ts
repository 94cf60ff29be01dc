import { asRecord, type Json } from "../json.ts";
import { holdsPosts, messageIn } from "../model/channels.ts";
import { deleteMessage, editMessage, postMessage, type StoredMessage } from "../model/messages.ts";
import { may } from "../model/permissions.ts";
import { asSeenByBot } from "../payloads/message.ts";
import { botAccount } from "../payloads/user.ts";
import { problem } from "../rules/problem.ts";
import { madeAtMs } from "../snowflake.ts";
import type { Channel, State } from "../state.ts";
import { refused } from "./errors.ts";
import { demand, pageLimit, publicMessage, visibleChannel } from "./lookup.ts";
import { checkedMessage } from "./message-body.ts";
import type { Answer, Call, Route } from "./route.ts";

const HOUR_SECONDS = 3600;

/** Messages of a channel: list, post, read, edit, delete, pin. */
export const messageRoutes: readonly Route[] = [
  { method: "GET", path: "/channels/:channel/messages", handle: list },
  { method: "POST", path: "/channels/:channel/messages", handle: post },
  { method: "GET", path: "/channels/:channel/messages/pins", handle: pins },
  { method: "PUT", path: "/channels/:channel/messages/pins/:message", handle: (call) => pin(call, true) },
  { method: "DELETE", path: "/channels/:channel/messages/pins/:message", handle: (call) => pin(call, false) },
  { method: "GET", path: "/channels/:channel/messages/:message", handle: read },
  { method: "PATCH", path: "/channels/:channel/messages/:message", handle: edit },
  { method: "DELETE", path: "/channels/:channel/messages/:message", handle: remove },
];

/** Posts as the bot after every check of channel, permissions, body and nonce; under an id that is known before, or a new one. */
export function postAsBot(
  call: Call,
  channel: Channel,
  body: ReturnType<typeof checkedMessage>,
  known: { id?: string } = {},
): StoredMessage {
  const { state, uploads } = call;
  const earlier = body.enforce_nonce === true ? withNonce(state, channel, String(body.nonce)) : undefined;
  if (earlier) return earlier;
  const reference = asRecord(body.message_reference).message_id;
  const replied =
    typeof reference === "string"
      ? {
          type: 19,
          message_reference: { type: 0, message_id: reference, channel_id: channel.id, guild_id: state.guild.id },
        }
      : {};
  const extra = { ...replied, ...known };
  return postMessage(state, channel, { body, uploads, mentions: "everything" }, { author: botAccount(state), extra });
}

/** Refuses unless the bot may post in the channel now. */
export function demandPosting(state: State, channel: Channel, uploads: number): void {
  if (channel.thread) {
    demand(state, channel, "SendMessagesInThreads");
    const locked = channel.thread.locked && !may(state, botAccount(state), channel, "ManageThreads");
    if (channel.thread.archived && locked) throw refused.archived();
  } else demand(state, channel, "SendMessages");
  if (uploads > 0) demand(state, channel, "AttachFiles");
  if (channel.type === 1 && state.accounts.get(channel.recipientId ?? "")?.refusesDms) throw refused.cannotMessage();
}

function post(call: Call): Answer {
  const { state, params, uploads } = call;
  const channel = visibleChannel(state, params.channel);
  const body = checkedMessage(call.body, { schema: "createMessage", uploads });
  if (holdsPosts(channel))
    throw refused.form([problem(["channel_id"], "CHANNEL_TYPE", "A forum holds posts, not messages.")]);
  demandPosting(state, channel, uploads.length);
  demandReference(channel, asRecord(body.message_reference));
  // A message wakes an archived thread, unless the thread was locked.
  if (channel.thread?.archived) wake(state, channel);
  const stored = postAsBot(call, channel, body);
  return { status: 200, body: asSeenByBot(state, stored) };
}

function demandReference(channel: Channel, reference: Json): void {
  const { message_id: id, fail_if_not_exists: fails } = reference;
  if (id === undefined || fails === false || messageIn(channel, String(id))?.viewer === null) return;
  throw refused.form([problem(["message_reference"], "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message")]);
}

function wake(state: State, channel: Channel): void {
  Object.assign(channel.thread ?? {}, { archived: false, changedAt: state.clock.iso() });
  state.events.publish({ kind: "thread-edit", channel });
}

function list(call: Call): Answer {
  const { state, params, query } = call;
  const channel = visibleChannel(state, params.channel);
  if (holdsPosts(channel)) throw refused.channelType();
  const limit = pageLimit(query, { otherwise: 50, most: 100 });
  if (!may(state, botAccount(state), channel, "ReadMessageHistory")) return { status: 200, body: [] };
  const newestFirst = channel.messages.filter((stored) => stored.viewer === null).reverse();
  const page = pageOf(newestFirst, query, limit);
  return { status: 200, body: page.map((stored) => asSeenByBot(state, stored)) };
}

function pageOf(newestFirst: StoredMessage[], query: URLSearchParams, limit: number): StoredMessage[] {
  const idOf = (stored: StoredMessage) => BigInt(stored.message.id);
  const [before, after, around] = ["before", "after", "around"].map((name) => query.get(name));
  if (before) return newestFirst.filter((stored) => idOf(stored) < BigInt(before)).slice(0, limit);
  if (after) return newestFirst.filter((stored) => idOf(stored) > BigInt(after)).slice(-limit);
  if (!around) return newestFirst.slice(0, limit);
  const older = newestFirst.filter((stored) => idOf(stored) <= BigInt(around)).slice(0, Math.ceil((limit + 1) / 2));
  const newer = newestFirst.filter((stored) => idOf(stored) > BigInt(around)).slice(-Math.floor(limit / 2));
  return [...newer, ...older].slice(0, limit);
}

function read(call: Call): Answer {
  const channel = visibleChannel(call.state, call.params.channel);
  demand(call.state, channel, "ReadMessageHistory");
  return { status: 200, body: asSeenByBot(call.state, publicMessage(channel, call.params.message)) };
}

function edit(call: Call): Answer {
  const { state, params, uploads } = call;
  const channel = visibleChannel(state, params.channel);
  const stored = publicMessage(channel, params.message);
  if (stored.message.author.id !== state.applicationId) throw refused.anothersMessage();
  const body = checkedMessage(call.body, { schema: "editMessage", uploads, edited: stored });
  if (channel.thread?.archived) throw refused.archived();
  countOldEdit(state, stored);
  editMessage(state, channel, stored, { body, uploads, mentions: "everything" });
  return { status: 200, body: asSeenByBot(state, stored) };
}

/** Refuses too many edits of a message older than an hour, as Discord does. */
function countOldEdit(state: State, stored: StoredMessage): void {
  const now = state.clock.nowSeconds();
  if (now - madeAtMs(stored.message.id) / 1000 < HOUR_SECONDS) return;
  const recent = stored.oldEditsAtSeconds.filter((at) => now - at < HOUR_SECONDS);
  if (recent.length >= state.limits.oldEditsPerHour) throw refused.oldEdits();
  stored.oldEditsAtSeconds = [...recent, now];
}

function remove(call: Call): Answer {
  const channel = visibleChannel(call.state, call.params.channel);
  const stored = publicMessage(channel, call.params.message);
  if (stored.message.author.id !== call.state.applicationId) demand(call.state, channel, "ManageMessages");
  deleteMessage(call.state, channel, stored);
  return { status: 204 };
}

function pin({ state, params }: Call, pinned: boolean): Answer {
  const channel = visibleChannel(state, params.channel);
  const stored = publicMessage(channel, params.message);
  demand(state, channel, "PinMessages");
  channel.pins = channel.pins.filter((id) => id !== stored.message.id);
  if (pinned) channel.pins.unshift(stored.message.id);
  stored.message.pinned = pinned;
  state.events.publish({ kind: "pins", channel });
  return { status: 204 };
}

function pins({ state, params }: Call): Answer {
  const channel = visibleChannel(state, params.channel);
  const items = channel.pins.map((id) => ({
    pinned_at: state.clock.iso(),
    message: asSeenByBot(state, publicMessage(channel, id)),
  }));
  return { status: 200, body: { items, has_more: false } };
}

function withNonce(state: State, channel: Channel, nonce: string): StoredMessage | undefined {
  const oldest = state.clock.nowSeconds() - state.limits.nonceSeconds;
  return channel.messages.find(
    (stored) =>
      stored.nonce?.value === nonce &&
      stored.nonce.atSeconds > oldest &&
      stored.message.author.id === state.applicationId,
  );
}
