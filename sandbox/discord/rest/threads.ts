import { asString, asStrings, type Json } from "../json.ts";
import { holdsPosts, openThread } from "../model/channels.ts";
import { HAS_THREAD } from "../model/messages.ts";
import { may, parentOf } from "../model/permissions.ts";
import { channelPayload } from "../payloads/channel.ts";
import { botAccount } from "../payloads/user.ts";
import { problem } from "../rules/problem.ts";
import type { Channel, State } from "../state.ts";
import { refused } from "./errors.ts";
import { checkedTags, startPost } from "./forum-posts.ts";
import { demand, pageLimit, publicMessage, visibleChannel } from "./lookup.ts";
import type { Answer, Call, Route } from "./route.ts";
import { checkedThread, named } from "./thread-body.ts";

/** Threads: from a message, alone, as a forum post, changes to them, and lists of them. */
export const threadRoutes: readonly Route[] = [
  { method: "POST", path: "/channels/:channel/messages/:message/threads", handle: fromMessage },
  { method: "POST", path: "/channels/:channel/threads", handle: fromNothing },
  { method: "PUT", path: "/channels/:channel/thread-members/:user", handle: join },
  { method: "PATCH", path: "/channels/:channel", handle: change },
  { method: "GET", path: "/guilds/:guild/threads/active", handle: active },
  { method: "GET", path: "/channels/:channel/threads/archived/public", timed: true, handle: archived },
];

function fromMessage(call: Call): Answer {
  const { state, params } = call;
  const parent = visibleChannel(state, params.channel);
  const stored = publicMessage(parent, params.message);
  demand(state, parent, "CreatePublicThreads");
  const body = checkedThread("threadFromMessage", call.body);
  if (state.channels.has(stored.message.id)) throw refused.threadExists();
  stored.message.flags = (stored.message.flags ?? 0) | HAS_THREAD;
  const thread = openThread(state, { id: stored.message.id, parent, ...named(body), ownerId: state.applicationId });
  state.events.publish({ kind: "edit", channel: parent, stored });
  return { status: 201, body: channelPayload(state, thread) };
}

function fromNothing(call: Call): Answer {
  const { state, params } = call;
  const parent = visibleChannel(state, params.channel);
  if (holdsPosts(parent)) return startPost(call, parent);
  demand(state, parent, "CreatePublicThreads");
  const body = checkedThread("thread", call.body);
  const thread = openThread(state, { id: state.nextId(), parent, ...named(body), ownerId: state.applicationId });
  return { status: 201, body: channelPayload(state, thread) };
}

function change(call: Call): Answer {
  const { state, params } = call;
  const channel = visibleChannel(state, params.channel);
  const { thread } = channel;
  if (!thread) throw refused.permissions();
  const body = checkedThread("editThread", call.body);
  demandChange(state, channel, body);
  if (thread.archived && body.archived !== false) throw refused.archived();
  const tags = Array.isArray(body.applied_tags)
    ? { appliedTags: checkedTags(state, parentOf(state, channel), asStrings(body.applied_tags), thread.appliedTags) }
    : {};
  channel.name = asString(body.name) ?? channel.name;
  Object.assign(thread, {
    ...(typeof body.archived === "boolean" ? { archived: body.archived, changedAt: state.clock.iso() } : {}),
    ...(typeof body.locked === "boolean" ? { locked: body.locked } : {}),
    ...tags,
  });
  state.events.publish({ kind: "thread-edit", channel });
  return { status: 200, body: channelPayload(state, channel) };
}

/** An owner may change its own thread, and whoever may speak in it may wake it; a lock leaves both to moderators. */
function demandChange(state: State, channel: Channel, body: Json): void {
  if (may(state, botAccount(state), channel, "ManageThreads")) return;
  const wakes = body.archived === false && Object.keys(body).length === 1;
  const own = channel.ownerId === state.applicationId;
  if (channel.thread?.locked || body.locked !== undefined || !(own || wakes)) throw refused.permissions();
  demand(state, channel, "SendMessages");
}

function join({ state, params }: Call): Answer {
  const channel = visibleChannel(state, params.channel);
  const userId = params.user === "@me" ? state.applicationId : params.user;
  if (!channel.thread || userId === undefined || !state.accounts.has(userId)) throw refused.unknownChannel();
  if (channel.thread.archived) throw refused.archived();
  if (!channel.thread.memberIds.includes(userId)) channel.thread.memberIds.push(userId);
  return { status: 204 };
}

function active({ state, params }: Call): Answer {
  if (params.guild !== state.guild.id) throw refused.unknownGuild();
  const threads = [...state.channels.values()].filter(
    (channel) => channel.thread && !channel.thread.archived && may(state, botAccount(state), channel, "ViewChannel"),
  );
  return { status: 200, body: { threads: threads.map((thread) => channelPayload(state, thread)), members: [] } };
}

function archived({ state, params, query }: Call): Answer {
  const parent = visibleChannel(state, params.channel);
  demand(state, parent, "ReadMessageHistory");
  const limit = pageLimit(query, { otherwise: 50, least: 2, most: 100 });
  const before = beforeMs(query.get("before"));
  const found = [...state.channels.values()]
    .filter(({ parentId, thread }) => parentId === parent.id && thread?.archived && changedMs(thread) < before)
    .sort((a, b) => changedMs(b.thread) - changedMs(a.thread));
  const threads = found.slice(0, limit).map((thread) => channelPayload(state, thread));
  return { status: 200, body: { threads, members: [], has_more: found.length > limit } };
}

function changedMs(thread: Channel["thread"]): number {
  return Date.parse(thread?.changedAt ?? "");
}

function beforeMs(before: string | null): number {
  if (before === null) return Number.POSITIVE_INFINITY;
  // Ids are numbers, and a date's reader takes many of them for years.
  const ms = /^\d{4}-\d\d-\d\dT/.test(before) ? Date.parse(before) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  throw refused.form([problem(["before"], "DATE_TIME_TYPE_PARSE", `Could not parse ${before}. Should be ISO8601.`)]);
}
