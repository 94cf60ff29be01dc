import type { APIGuildForumChannel, APIGuildForumTag, APIPublicThreadChannel, REST } from "discord.js";
import { Routes, ThreadAutoArchiveDuration } from "discord.js";
import type { OutgoingMessage, Posted } from "../app.ts";
import { discordError } from "./discord-error.ts";
import { limits } from "./limits.ts";
import { request } from "./message-body.ts";
import { repeat } from "./rest.ts";
import { shorten } from "./shorten.ts";
import { isStateTag } from "./state-tags.ts";

type Post = NonNullable<OutgoingMessage["post"]>;

/** The posts of forums: a post is a thread whose first message has its id. */
export type Forum = {
  /** Opens a post with a message; never tried again by itself, because nothing would keep it from standing there twice. */
  start: (forum: string, message: OutgoingMessage) => Promise<Posted>;
  /** Gives a post its name and its state tag, where it has others; tags that are no states stay. */
  update: (thread: string, post: Post) => Promise<void>;
};

/** Makes the way to forums' posts; remembers how each was last named and tagged, so that most edits ask for nothing more. */
export function createForum(rest: REST): Forum {
  const shown = new Map<string, string>();
  return {
    start: async (forum, { body, files, post }) => {
      const tag = post?.tag === undefined ? undefined : tagNamed(await tagsOf(rest, forum), post.tag);
      const asked = {
        name: nameOf(post),
        auto_archive_duration: ThreadAutoArchiveDuration.OneWeek,
        message: body,
        ...(tag === undefined ? {} : { applied_tags: [tag.id] }),
      };
      try {
        const { id } = (await rest.post(Routes.threads(forum), request(asked, files))) as APIPublicThreadChannel;
        if (post !== undefined) shown.set(id, keyOf(post));
        return { messageId: id, channel: id };
      } catch (error) {
        throw discordError(error, "open a post in the forum");
      }
    },
    update: async (thread, post) => {
      if (shown.get(thread) === keyOf(post)) return;
      await bringUpToDate(rest, thread, post);
      shown.set(thread, keyOf(post));
    },
  };
}

async function bringUpToDate(rest: REST, id: string, post: Post): Promise<void> {
  const thread = (await repeat("look at the post", () => rest.get(Routes.channel(id)))) as APIPublicThreadChannel;
  const available = await tagsOf(rest, thread.parent_id ?? "");
  const applied = thread.applied_tags ?? [];
  const tags = tagsAfter(applied, available, post.tag);
  const body = {
    ...(thread.name === nameOf(post) ? {} : { name: nameOf(post) }),
    ...(sameIds(applied, tags) ? {} : { applied_tags: tags }),
  };
  if (Object.keys(body).length === 0) return;
  await repeat("name and tag the post", () => rest.patch(Routes.channel(id), { body }));
}

/** The state's tag first, then the tags that people gave, as many as a post takes. */
function tagsAfter(
  applied: readonly string[],
  available: readonly APIGuildForumTag[],
  state: string | undefined,
): string[] {
  const own = state === undefined ? undefined : tagNamed(available, state);
  const states = new Set(available.filter(({ name }) => isStateTag(name)).map(({ id }) => id));
  const others = applied.filter((id) => id !== own?.id && !states.has(id));
  return [...(own === undefined ? [] : [own.id]), ...others].slice(0, limits.postTags);
}

/** Asked anew each time: moderators add and delete tags, and Discord refuses a post with one that is gone. */
async function tagsOf(rest: REST, forum: string): Promise<readonly APIGuildForumTag[]> {
  const channel = await repeat("look at the forum", () => rest.get(Routes.channel(forum)));
  return (channel as Partial<APIGuildForumChannel>).available_tags ?? [];
}

function tagNamed(tags: readonly APIGuildForumTag[], wanted: string): APIGuildForumTag | undefined {
  return tags.find(({ name }) => name.trim().toLowerCase() === wanted.trim().toLowerCase());
}

function nameOf(post: Post | undefined): string {
  return shorten(post?.name.trim() || "Steward", limits.threadName);
}

function keyOf({ name, tag }: Post): string {
  return JSON.stringify([name, tag]);
}

function sameIds(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id));
}
