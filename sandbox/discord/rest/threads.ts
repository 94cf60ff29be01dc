import { asRecord, asString, asStrings } from "../json.ts";
import { openThread } from "../model/channels.ts";
import { HAS_THREAD } from "../model/messages.ts";
import { channelPayload } from "../payloads/channel.ts";
import { messagePayload } from "../payloads/message.ts";
import { problem } from "../rules/problem.ts";
import { type BodyName, specProblems } from "../rules/spec.ts";
import { refused } from "./errors.ts";
import { demand, publicMessage, visibleChannel } from "./lookup.ts";
import { checkedMessage } from "./message-body.ts";
import { demandPosting, postAsBot } from "./messages.ts";
import type { Answer, Call, Route } from "./route.ts";

const AUTO_ARCHIVE_MINUTES = [60, 1440, 4320, 10080];

/** Threads: from a message, alone, as a forum post, and changes to them. */
export const threadRoutes: readonly Route[] = [
  { method: "POST", path: "/channels/:channel/messages/:message/threads", handle: fromMessage },
  { method: "POST", path: "/channels/:channel/threads", handle: fromNothing },
  { method: "PUT", path: "/channels/:channel/thread-members/:user", handle: join },
  { method: "PATCH", path: "/channels/:channel", handle: change },
  { method: "GET", path: "/guilds/:guild/threads/active", handle: active },
];

function fromMessage(call: Call): Answer {
  const { state, params } = call;
  const parent = visibleChannel(state, params.channel);
  const stored = publicMessage(parent, params.message);
  demand(state, parent, "CreatePublicThreads");
  const body = checked("threadFromMessage", call.body);
  if (state.channels.has(stored.message.id)) throw refused.threadExists();
  stored.message.flags = (stored.message.flags ?? 0) | HAS_THREAD;
  const thread = openThread(state, { id: stored.message.id, parent, ...named(body), ownerId: state.applicationId });
  state.events.publish({ kind: "edit", channel: parent, stored });
  return { status: 201, body: channelPayload(state, thread) };
}

function fromNothing(call: Call): Answer {
  const { state, params } = call;
  const parent = visibleChannel(state, params.channel);
  if (parent.type === 15) return forumPost(call);
  demand(state, parent, "CreatePublicThreads");
  const body = checked("thread", call.body);
  const thread = openThread(state, { id: state.nextId(), parent, ...named(body), ownerId: state.applicationId });
  return { status: 201, body: channelPayload(state, thread) };
}

function forumPost(call: Call): Answer {
  const { state, params, uploads } = call;
  const parent = visibleChannel(state, params.channel);
  demandPosting(state, parent, uploads.length);
  const message = checkedMessage(call.body, { schema: "forumPost", uploads, within: "message" });
  const body = asRecord(call.body);
  const unknownTag = asStrings(body.applied_tags).find((id) => !parent.tags.some((tag) => tag.id === id));
  if (unknownTag) throw refused.form([problem(["applied_tags"], "BASE_TYPE_CHOICES", `Unknown tag ${unknownTag}.`)]);
  const id = state.nextId();
  const made = { id, parent, ...named(body), ownerId: state.applicationId, appliedTags: asStrings(body.applied_tags) };
  const thread = openThread(state, made);
  const stored = postAsBot(call, thread, message);
  // The first message of a post carries the post's own id.
  stored.message.id = id;
  return { status: 201, body: { ...channelPayload(state, thread), message: messagePayload(state, stored) } };
}

function change(call: Call): Answer {
  const { state, params } = call;
  const channel = visibleChannel(state, params.channel);
  if (!channel.thread) throw refused.permissions();
  const body = checked("editThread", call.body);
  if (channel.ownerId !== state.applicationId || body.locked !== undefined) demand(state, channel, "ManageThreads");
  if (channel.thread.archived && body.archived !== false) throw refused.archived();
  channel.name = asString(body.name) ?? channel.name;
  Object.assign(channel.thread, {
    ...(typeof body.archived === "boolean" ? { archived: body.archived, changedAt: state.clock.iso() } : {}),
    ...(typeof body.locked === "boolean" ? { locked: body.locked } : {}),
    ...(Array.isArray(body.applied_tags) ? { appliedTags: asStrings(body.applied_tags) } : {}),
  });
  state.events.publish({ kind: "thread-edit", channel });
  return { status: 200, body: channelPayload(state, channel) };
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
  const threads = [...state.channels.values()].filter((channel) => channel.thread && !channel.thread.archived);
  return { status: 200, body: { threads: threads.map((thread) => channelPayload(state, thread)), members: [] } };
}

function checked(schema: BodyName, body: unknown) {
  const problems = specProblems(schema, body);
  if (problems.length > 0) throw refused.form(problems);
  return asRecord(body);
}

function named(body: ReturnType<typeof asRecord>) {
  const minutes = typeof body.auto_archive_duration === "number" ? body.auto_archive_duration : 1440;
  const name = asString(body.name)?.trim() ?? "";
  if (name === "") throw refused.form([problem(["name"], "BASE_TYPE_REQUIRED", "This field is required")]);
  if (!AUTO_ARCHIVE_MINUTES.includes(minutes)) {
    const message = `Value must be one of ${AUTO_ARCHIVE_MINUTES.join(", ")}.`;
    throw refused.form([problem(["auto_archive_duration"], "BASE_TYPE_CHOICES", message)]);
  }
  return { name, autoArchiveMinutes: minutes };
}
