import type { APIMessage, APIPublicThreadChannel, APIThreadList, REST } from "discord.js";
import { Routes, SnowflakeUtil } from "discord.js";
import type { Posted } from "../app.ts";
import { Transient } from "../errors.ts";
import { refusedWith } from "./discord-error.ts";
import { carriesMarker } from "./marker.ts";
import { repeat } from "./rest.ts";

/** What is looked for: a post of `self` in a forum, opened at or after a unix millisecond. */
export type PostSearch = { server: string; forum: string; marker: string; sinceMs: number; self: string };

const PAGE = 100;

/** Whoever opened a post, or a moderator, may have deleted it or its first message. */
const UNKNOWN_CHANNEL = 10003;
const UNKNOWN_MESSAGE = 10008;
const MISSING_ACCESS = 50001;
const MISSING_PERMISSIONS = 50013;

/** Finds the post whose first message carries the marker, archived or not. Misses none: throws where anything could not be read. */
export async function findPost(rest: REST, search: PostSearch): Promise<Posted | undefined> {
  const { server, forum, sinceMs, self } = search;
  const seen = new Set<string>();
  const active = () => listActive(rest, server);
  // Active ones twice: a post that is archived or woken meanwhile stands in one of the lists that are read after.
  for (const list of [active, () => listArchived(rest, forum, sinceMs), active]) {
    for (const { id, parent_id, owner_id = self } of await list().catch(unreadable)) {
      const isCandidate = parent_id === forum && owner_id === self && SnowflakeUtil.timestampFrom(id) >= sinceMs;
      if (!isCandidate || seen.has(id)) continue;
      seen.add(id);
      if (await opensWith(rest, id, search)) return { messageId: id, channel: id };
    }
  }
  return undefined;
}

async function listActive(rest: REST, server: string): Promise<APIPublicThreadChannel[]> {
  const list = await repeat("list the forum's posts", () => rest.get(Routes.guildActiveThreads(server)));
  return (list as APIThreadList).threads as APIPublicThreadChannel[];
}

/** A forum's archived posts, down to those that were archived before the millisecond. */
async function listArchived(rest: REST, forum: string, sinceMs: number): Promise<APIPublicThreadChannel[]> {
  const found: APIPublicThreadChannel[] = [];
  for (let before: string | undefined; ; ) {
    const query = new URLSearchParams({ limit: String(PAGE), ...(before === undefined ? {} : { before }) });
    const list = await repeat("list the forum's archived posts", () =>
      rest.get(Routes.channelThreads(forum, "public"), { query }),
    );
    const { threads, has_more } = list as APIThreadList & { has_more?: boolean; threads: APIPublicThreadChannel[] };
    found.push(...threads);
    const oldest = Math.min(...threads.map(archivedAtMs));
    if (has_more !== true || threads.length === 0 || oldest < sinceMs) return found;
    // From the next millisecond on, so that none is skipped of those archived in the same one.
    const next = new Date(oldest + 1).toISOString();
    if (next === before) throw new Transient("More posts were archived at one moment than Discord lists.");
    before = next;
  }
}

function archivedAtMs({ thread_metadata }: APIPublicThreadChannel): number {
  return Date.parse(thread_metadata?.archive_timestamp ?? "");
}

async function opensWith(rest: REST, id: string, { marker, self }: PostSearch): Promise<boolean> {
  try {
    const read = () => rest.get(Routes.channelMessage(id, id));
    const message = (await repeat("read the forum's post", read)) as APIMessage;
    return message.author.id === self && carriesMarker(message, marker);
  } catch (error) {
    if (refusedWith(error, UNKNOWN_CHANNEL, UNKNOWN_MESSAGE)) return false;
    return unreadable(error);
  }
}

/** A permission taken away can be given back, and the post may be there all the same. */
function unreadable(error: unknown): never {
  if (!refusedWith(error, MISSING_ACCESS, MISSING_PERMISSIONS)) throw error;
  throw new Transient("Steward may not read the forum's posts.", {
    hint: "Give it View Channel and Read Message History there.",
    cause: error,
  });
}
