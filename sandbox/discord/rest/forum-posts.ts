import { asRecord, asStrings } from "../json.ts";
import { openThread } from "../model/channels.ts";
import { may } from "../model/permissions.ts";
import { channelPayload } from "../payloads/channel.ts";
import { messagePayload } from "../payloads/message.ts";
import { botAccount } from "../payloads/user.ts";
import { problem } from "../rules/problem.ts";
import type { Channel, State } from "../state.ts";
import { refused } from "./errors.ts";
import { checkedMessage } from "./message-body.ts";
import { demandPosting, postAsBot } from "./messages.ts";
import type { Answer, Call } from "./route.ts";
import { named } from "./thread-body.ts";

/** Opens a post in a forum: a thread whose first message carries its id. */
export function startPost(call: Call, forum: Channel): Answer {
  const { state, uploads } = call;
  demandPosting(state, forum, uploads.length);
  const message = checkedMessage(call.body, { schema: "forumPost", uploads, within: "message" });
  const body = asRecord(call.body);
  const appliedTags = checkedTags(state, forum, asStrings(body.applied_tags));
  if (forum.requiresTag && appliedTags.length === 0) throw refused.tagRequired();
  const id = state.nextId();
  const thread = openThread(state, { id, parent: forum, ...named(body), ownerId: state.applicationId, appliedTags });
  const stored = postAsBot(call, thread, message, { id });
  return { status: 201, body: { ...channelPayload(state, thread), message: messagePayload(state, stored) } };
}

/** The tags a post is to carry, if the forum has them and the bot may put them on and take off those it carried. */
export function checkedTags(
  state: State,
  forum: Channel,
  wanted: readonly string[],
  before: readonly string[] = [],
): string[] {
  const unknown = wanted.find((id) => !forum.tags.some((tag) => tag.id === id));
  if (unknown) throw refused.form([problem(["applied_tags"], "BASE_TYPE_CHOICES", `Unknown tag ${unknown}.`)]);
  const changed = [...wanted.filter((id) => !before.includes(id)), ...before.filter((id) => !wanted.includes(id))];
  const moderated = forum.tags.some(({ id, moderated }) => moderated && changed.includes(id));
  if (moderated && !may(state, botAccount(state), forum, "ManageThreads")) throw refused.permissions();
  return [...wanted];
}
