import type { ListedMember, Messenger, OutgoingMessage, Refs } from "../../src/app.ts";

/** A message as a channel holds it. */
export type Said = {
  id: string;
  /** Where it stands; a forum's post is a channel of its own, then `forum` is where it was sent. */
  channel: string;
  forum?: string;
  kind: string;
  refs: Refs;
  marker: string;
  nonce: string;
  at: number;
  edits: number;
};

/** What a test may have the next call do instead of going well; thrown errors are what the port would throw. */
export type Trouble = {
  render?: (kind: string) => void;
  open?: () => void;
  /** Before the message is stored, and after: an answer that is lost, or, where it never settles, a process that was killed. */
  beforePost?: (kind: string) => void | Promise<void>;
  afterPost?: (kind: string) => void | Promise<void>;
  edit?: () => void;
  history?: () => void;
  members?: () => void;
};

/** A messenger that remembers what was said, and recognises a nonce for as long as it is told to. */
export type RecordingMessenger = Messenger & {
  said: Said[];
  /** Nonces are recognised for so many seconds. */
  nonceMemory: number;
  /** Channels that hold posts. */
  forums: Set<string>;
  /** Who is on the server. */
  members: ListedMember[];
  up: boolean;
  upSince: number;
  trouble: Trouble;
};

/** Makes a messenger that records instead of speaking to Discord. */
export function createRecordingMessenger(now: () => number): RecordingMessenger {
  let next = 800_000_000_000_000_000n;
  const messenger: RecordingMessenger = {
    said: [],
    nonceMemory: 180,
    forums: new Set(),
    members: [],
    up: true,
    upSince: 0,
    trouble: {},
    connected: () => messenger.up,
    connectedSince: () => (messenger.up ? messenger.upSince : undefined),
    render: async (kind, refs, marker) => {
      messenger.trouble.render?.(kind);
      return { body: { kind, refs, marker }, files: [] };
    },
    post: async (channel, message, nonce) => {
      const { kind, refs, marker } = read(message);
      await messenger.trouble.beforePost?.(kind);
      const isForum = messenger.forums.has(channel);
      const known = messenger.said.find((one) => one.nonce === nonce && one.at + messenger.nonceMemory > now());
      // Where posts are made, Discord takes no nonce.
      const id = isForum || !known ? String(next++) : known.id;
      const place = isForum ? { channel: id, forum: channel } : { channel };
      if (isForum || !known) messenger.said.push({ id, ...place, kind, refs, marker, nonce, at: now(), edits: 0 });
      await messenger.trouble.afterPost?.(kind);
      return isForum ? { messageId: id, channel: id } : { messageId: id };
    },
    edit: async (_, messageId) => {
      messenger.trouble.edit?.();
      const found = messenger.said.find(({ id }) => id === messageId);
      if (found) found.edits += 1;
    },
    findByMarker: async (channel, marker, notBefore) => {
      messenger.trouble.history?.();
      const found = messenger.said.find(
        (one) => (one.forum ?? one.channel) === channel && one.marker === marker && one.at >= notBefore,
      );
      return found && { messageId: found.id, ...(found.forum === undefined ? {} : { channel: found.channel }) };
    },
    openChannel: async (destination) => {
      messenger.trouble.open?.();
      if ("channel" in destination) return destination.channel;
      return "member" in destination ? `dm-${destination.member}` : `thread-${destination.threadOf.message}`;
    },
    listMembers: async () => {
      messenger.trouble.members?.();
      return messenger.members;
    },
  };
  return messenger;
}

function read({ body }: OutgoingMessage): Pick<Said, "kind" | "refs" | "marker"> {
  return body as Pick<Said, "kind" | "refs" | "marker">;
}
