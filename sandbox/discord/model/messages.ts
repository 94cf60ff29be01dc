import type { APIMessage } from "discord-api-types/v10";
import { asRecords, asString, type Json } from "../json.ts";
import { userPayload } from "../payloads/user.ts";
import type { Account, Channel, State, StoredFile } from "../state.ts";
import { numbered, textDisplays } from "./components.ts";
import { attachmentPayload, storeFile, type UploadedFile } from "./files.ts";
import { filesNamedByEmbeds, resolveComponentMedia, resolveEmbedMedia } from "./media.ts";
import { type MentionDefault, type Pinged, pingedBy } from "./mentions.ts";

export const EPHEMERAL = 64;
const LOADING = 128;
export const HAS_THREAD = 32;
export const COMPONENTS_V2 = 32768;
const KEPT_FLAGS = 4 | 4096 | EPHEMERAL | COMPONENTS_V2;

/** A message with what Discord knows about it and does not show. */
export type StoredMessage = {
  message: APIMessage;
  /** The only person who sees an ephemeral message. */
  viewer: string | null;
  files: StoredFile[];
  pinged: Pinged;
  nonce: { value: string; atSeconds: number } | null;
  /** When it was edited while older than an hour, in seconds of the server's clock. */
  oldEditsAtSeconds: number[];
};

/** What a message is to become: a request body that has passed the rules, and the files sent with it. */
export type Draft = { body: Json; uploads: UploadedFile[]; mentions: MentionDefault };

/** Facts about a message that do not come from its body. */
export type Origin = { author: Account; viewer?: string | null; extra?: Partial<APIMessage>; loading?: boolean };

/** Makes a message, keeps it and tells everybody who may know. */
export function postMessage(state: State, channel: Channel, draft: Draft, origin: Origin): StoredMessage {
  const { author, viewer = null, extra = {}, loading = false } = origin;
  const flags = (typeof draft.body.flags === "number" ? draft.body.flags & KEPT_FLAGS : 0) | (loading ? LOADING : 0);
  const stored: StoredMessage = {
    message: {
      id: state.nextId(),
      channel_id: channel.id,
      author: userPayload(author),
      content: "",
      timestamp: state.clock.iso(),
      edited_timestamp: null,
      tts: false,
      mention_everyone: false,
      mentions: [],
      mention_roles: [],
      attachments: [],
      embeds: [],
      components: [],
      pinned: false,
      type: 0,
      flags: viewer === null ? flags : flags | EPHEMERAL,
      ...extra,
    },
    viewer,
    files: [],
    pinged: { users: [], roles: [], everyone: false },
    nonce: null,
    oldEditsAtSeconds: [],
  };
  fill(state, channel, stored, draft);
  if (draft.body.nonce !== undefined && draft.body.nonce !== null) {
    stored.message.nonce = String(draft.body.nonce);
    stored.nonce = { value: String(draft.body.nonce), atSeconds: state.clock.nowSeconds() };
  }
  channel.messages.push(stored);
  state.events.publish({ kind: "message", channel, stored });
  return stored;
}

/** Changes a message: only the fields the body names; attachments not listed are dropped when a list is given. */
export function editMessage(state: State, channel: Channel, stored: StoredMessage, draft: Draft): void {
  const { message } = stored;
  const kept = (message.flags ?? 0) & ~(LOADING | 4);
  const asked =
    typeof draft.body.flags === "number" ? draft.body.flags & (4 | COMPONENTS_V2) : (message.flags ?? 0) & 4;
  message.flags = kept | asked;
  fill(state, channel, stored, draft);
  message.edited_timestamp = state.clock.iso();
  state.events.publish({ kind: "edit", channel, stored });
}

/** Takes a message away. */
export function deleteMessage(state: State, channel: Channel, stored: StoredMessage): void {
  channel.messages = channel.messages.filter((candidate) => candidate !== stored);
  channel.pins = channel.pins.filter((id) => id !== stored.message.id);
  state.events.publish({ kind: "delete", channel, messageId: stored.message.id, viewer: stored.viewer });
}

function fill(state: State, channel: Channel, stored: StoredMessage, { body, uploads, mentions }: Draft): void {
  const { message } = stored;
  if (body.content !== undefined) message.content = asString(body.content) ?? "";
  stored.files = filesAfter(state, channel, stored, body, uploads);
  if (body.embeds !== undefined)
    message.embeds = structuredClone(asRecords(body.embeds)) as unknown as typeof message.embeds;
  if (body.components !== undefined) {
    message.components = numbered(asRecords(body.components)) as unknown as NonNullable<typeof message.components>;
  }
  const shownByEmbeds = new Set(filesNamedByEmbeds(message.embeds));
  resolveEmbedMedia(state, message.embeds as unknown as Json[], stored.files);
  resolveComponentMedia(state, message.components, stored.files);
  const shown = new Set(message.embeds.flatMap((embed) => [embed.image?.url, embed.thumbnail?.url]));
  message.attachments = stored.files
    .map((file) => attachmentPayload(state, file, stored.viewer !== null))
    .filter((attachment) => !shownByEmbeds.has(attachment.filename) && !shown.has(attachment.url));
  const text = [message.content, ...textDisplays(message.components)].join("\n");
  const author = state.accounts.get(message.author.id);
  if (!author) return;
  stored.pinged = pingedBy(state, author, channel, text, body.allowed_mentions, mentions);
  message.mention_everyone = stored.pinged.everyone;
  message.mention_roles = stored.pinged.roles;
  message.mentions = stored.pinged.users.flatMap((id) => {
    const account = state.accounts.get(id);
    return account ? [userPayload(account)] : [];
  });
}

function filesAfter(
  state: State,
  channel: Channel,
  stored: StoredMessage,
  body: Json,
  uploads: UploadedFile[],
): StoredFile[] {
  const listed = Array.isArray(body.attachments) ? asRecords(body.attachments) : undefined;
  const kept = listed ? stored.files.filter((file) => listed.some((entry) => entry.id === file.id)) : stored.files;
  const added = uploads.map((upload) => {
    const entry = listed?.find((candidate) => String(candidate.id) === upload.index);
    const filename = asString(entry?.filename) ?? upload.filename;
    return storeFile(state, channel.id, { ...upload, filename }, asString(entry?.description) ?? null);
  });
  return [...kept, ...added];
}
