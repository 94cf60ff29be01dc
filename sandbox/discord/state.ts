import type { APIApplicationCommand, APIOverwrite, APIRole } from "discord-api-types/v10";
import { type Clock, createClock } from "./clock.ts";
import { createEvents, type Events } from "./events.ts";
import type { Interaction } from "./model/interactions.ts";
import type { StoredMessage } from "./model/messages.ts";
import type { Seed } from "./seed.ts";
import { createSnowflakes } from "./snowflake.ts";

export type Account = {
  id: string;
  username: string;
  displayName: string;
  bot: boolean;
  /** Whether it can be acted as: listed to the page. */
  listed: boolean;
  locale: string;
  roles: string[];
  joinedAt: string;
  refusesDms: boolean;
};

export type ThreadState = {
  archived: boolean;
  locked: boolean;
  autoArchiveMinutes: number;
  changedAt: string;
  createdAt: string;
  memberIds: string[];
  appliedTags: string[];
};

export type ChannelKind = 0 | 1 | 11 | 15 | 16;

export type Channel = {
  id: string;
  /** 0 text, 1 direct message, 11 public thread, 15 forum, 16 media: both hold posts. */
  type: ChannelKind;
  name: string;
  topic: string | null;
  position: number;
  parentId: string | null;
  ownerId: string | null;
  recipientId: string | null;
  overwrites: APIOverwrite[];
  /** What posts of a forum may be tagged with; a moderated one only by those who manage threads. */
  tags: { id: string; name: string; moderated?: boolean }[];
  /** Whether a forum's new posts must carry a tag. */
  requiresTag: boolean;
  thread: ThreadState | null;
  messages: StoredMessage[];
  pins: string[];
};

export type StoredFile = {
  id: string;
  channelId: string;
  filename: string;
  contentType: string;
  bytes: Buffer;
  description: string | null;
  width: number | null;
  height: number | null;
};

export type Rejection = { method: string; path: string; code: number; message: string; errors: unknown; body: unknown };
export type RequestRecord = { method: string; path: string; status: number; at: string; reason?: string };

export type State = {
  clock: Clock;
  nextId: () => string;
  events: Events;
  /** Known once the server listens. */
  baseUrl: string;
  token: string;
  applicationId: string;
  /** Privileged intents the application was granted, as a bit set. */
  grantedIntents: number;
  guild: { id: string; name: string; ownerId: string; locale: string; joinedAt: string };
  roles: Map<string, APIRole>;
  accounts: Map<string, Account>;
  channels: Map<string, Channel>;
  files: Map<string, StoredFile>;
  /** By scope: "global" or a guild id. */
  commands: Map<string, APIApplicationCommand[]>;
  interactions: Map<string, Interaction>;
  rejections: Rejection[];
  requests: RequestRecord[];
  limits: Limits;
};

export type Limits = {
  /** How long an interaction waits for its first answer, in wall-clock milliseconds. */
  ackMs: number;
  /** How long an interaction's token lives, in seconds of the server's clock. */
  tokenSeconds: number;
  /** How long an enforced nonce is remembered, in seconds of the server's clock. */
  nonceSeconds: number;
  /** How often one message older than an hour may be edited within an hour; Discord does not publish its number. */
  oldEditsPerHour: number;
  /** How long a person waits for the text of a deferred answer, in wall-clock milliseconds. */
  finalMs: number;
};

/** The limits of the real Discord; the nonce window is "a few minutes" there. */
const DISCORD_LIMITS: Limits = {
  ackMs: 3000,
  tokenSeconds: 900,
  nonceSeconds: 120,
  oldEditsPerHour: 30,
  finalMs: 15_000,
};

/** A fresh world as the seed describes it: no messages, no commands, nobody connected. */
export function createState(seed: Seed, limits: Partial<Limits> = {}, offsetSeconds = 0): State {
  const clock = createClock(offsetSeconds);
  const joinedAt = clock.iso();
  const state: State = {
    clock,
    nextId: createSnowflakes(clock),
    events: createEvents(),
    baseUrl: "",
    token: seed.token,
    applicationId: seed.application,
    grantedIntents: seed.grantedIntents ?? 0,
    guild: { ...seed.guild, joinedAt },
    roles: new Map(seed.roles.map((role) => [role.id, role])),
    accounts: new Map(seed.accounts.map((account) => [account.id, { ...account, joinedAt, refusesDms: false }])),
    channels: new Map(),
    files: new Map(),
    commands: new Map(),
    interactions: new Map(),
    rejections: [],
    requests: [],
    limits: { ...DISCORD_LIMITS, ...limits },
  };
  seed.channels.forEach((channel, position) => {
    state.channels.set(channel.id, emptyChannel({ ...channel, position }));
  });
  return state;
}

/** A channel without messages; what is not said is empty. */
export function emptyChannel(known: Partial<Channel> & Pick<Channel, "id" | "type" | "name">): Channel {
  return {
    topic: null,
    position: 0,
    parentId: null,
    ownerId: null,
    recipientId: null,
    overwrites: [],
    tags: [],
    requiresTag: false,
    thread: null,
    messages: [],
    pins: [],
    ...known,
  };
}
