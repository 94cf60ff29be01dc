import type { Db } from "../db/open.ts";
import type { Chains } from "./chain/chain.ts";
import type { Config } from "./config/schema.ts";
import type { Log } from "./log.ts";

/** Everything an action, a command or a job may touch; built once in steward.ts and passed down. */
export type App = {
  config: Config;
  db: Db;
  chains: Chains;
  discord: Messenger;
  /** Unix seconds. The only clock of the house: nothing below reads another. */
  now: () => number;
  log: Log;
  /** Asks the scheduler to run a job soon, because a fact was written that it may act on. Returns at once. */
  wake: (job: JobName) => void;
  /** Where members reach Steward's own pages, without a slash at its end; undefined where they cannot. */
  pages: () => string | undefined;
  /** Signs the ids of buttons, so that only Steward can have made them. Hex, truncated HMAC. */
  sign: (text: string) => string;
};

/** The name of a job as its file, the log and the config write it. */
export type JobName = string;

/** Ids of stored facts that a message is about. */
export type Refs = Readonly<Record<string, string | number>>;

/** What an unprompted message becomes on the wire: a body Discord accepts, and the files it names. */
export type OutgoingMessage = {
  body: Record<string, unknown>;
  files: readonly OutgoingFile[];
  /** How it is named where it begins a post of a forum, and the state tag it carries there; nothing to a text channel. */
  post?: { name: string; tag?: string };
};

/** A file that a message carries; the description is for those who do not see it. */
export type OutgoingFile = { name: string; data: Buffer; description?: string };

/** Where a message is to be: a channel, a direct message to a member, or a thread under a message. */
export type Destination =
  | { channel: string }
  | { member: string }
  | { threadOf: { channel: string; message: string; name: string } };

/** Where a message stands; `channel` where that is not the channel it was sent to: a forum's post is a channel of its own. */
export type Posted = { messageId: string; channel?: string };

/** A member of the server as a list shows them. */
export type ListedMember = { id: string; roles: readonly string[]; bot: boolean };

/** The port through which the house reaches Discord unasked. Only the outbox uses it to post. */
export type Messenger = {
  /** True while the gateway session is up. */
  connected: () => boolean;
  /** Unix seconds since when the session has been up without a break (a resumed session counts as unbroken from its resume). */
  connectedSince: () => number | undefined;
  /** Turns stored facts into a message, as they stand now, with the marker in its last small line. Throws Refusal for a kind nobody renders. */
  render: (kind: string, refs: Refs, marker: string) => Promise<OutgoingMessage>;
  /**
   * Posts once, with nonce and enforce_nonce; into a forum as a post of its own, which has no nonce: only its marker tells of
   * an earlier attempt. Throws Transient when the outcome is unknown, Refusal when Discord refused for good.
   */
  post: (channel: string, message: OutgoingMessage, nonce: string) => Promise<Posted>;
  /** Brings a message up to date, and with it the name and the tag of the forum's post it begins; wakes an archived thread. */
  edit: (channel: string, messageId: string, message: OutgoingMessage) => Promise<void>;
  /** Finds an own message that carries the marker, posted at or after the unix second; throws Transient when the history cannot be read. */
  findByMarker: (channel: string, marker: string, notBefore: number) => Promise<Posted | undefined>;
  /** Resolves a destination to a channel id, opening the direct message or thread where needed; safe to repeat. */
  openChannel: (destination: Destination) => Promise<string>;
  /** Everybody on the server, bots too. Throws Refusal where Discord does not let this application list them. */
  listMembers: () => Promise<readonly ListedMember[]>;
};
