import type { APIModalInteractionResponseCallbackData } from "discord-api-types/v10";
import { createStore } from "./store.ts";
import type { CallFields } from "./wallet-reading.ts";
import type { Command, GuildView, Message, Person } from "./wire.ts";

/** A line only this browser shows: a command on its way, or one that came to nothing. */
export type Note = {
  id: string;
  channelId: string;
  command: string;
  kind: "waiting" | "failed";
  reason?: string;
};

/** A modal on the screen and the interaction it answers. */
export type OpenModal = { interactionId: string; data: APIModalInteractionResponseCallbackData };

/** What was carried from a message into the wallet: a text to sign, or parts of a call. */
export type WalletPrefill = { text?: string; call?: CallFields; serial: number };

/** Everything the page knows; what belongs to one person is emptied when another takes over. */
export type State = {
  people: readonly Person[];
  me: string;
  view: GuildView | undefined;
  commands: readonly Command[];
  channelId: string;
  messages: Readonly<Record<string, readonly Message[]>>;
  dismissed: ReadonlySet<string>;
  notes: readonly Note[];
  unread: ReadonlySet<string>;
  /** Component being waited for: `messageId/customId`. */
  busy: string | undefined;
  /** Why the last use of a message's component failed, by message id. */
  refused: Readonly<Record<string, string>>;
  modal: OpenModal | undefined;
  clockOffset: number;
  drawer: "none" | "channels" | "panel";
  panelOpen: boolean;
  connected: boolean;
  notice: string | undefined;
  prefill: WalletPrefill | undefined;
  /** A command the composer shall open, as `name` or `name subcommand`. */
  startCommand: string | undefined;
  /** Raised whenever something happened that may have changed the chain. */
  chainSerial: number;
};

/** What is forgotten when another person takes over. */
export const NOBODY = {
  view: undefined,
  commands: [],
  messages: {},
  notes: [],
  unread: new Set<string>(),
  busy: undefined,
  refused: {},
  modal: undefined,
  startCommand: undefined,
  prefill: undefined,
} as const satisfies Partial<State>;

/** The one store of the page. */
export const state = createStore<State>({
  ...NOBODY,
  people: [],
  me: "",
  channelId: "",
  dismissed: new Set<string>(),
  clockOffset: 0,
  drawer: "none",
  panelOpen: true,
  connected: true,
  notice: undefined,
  chainSerial: 0,
});

/** Puts a message into its channel in the order of ids, unless a later version of it is there. */
export function putMessage(message: Message): void {
  state.set(({ messages }) => {
    const list = messages[message.channel_id] ?? [];
    const known = list.find((other) => other.id === message.id);
    if (known && editedAt(known) > editedAt(message)) return {};
    const others = list.filter((other) => other.id !== message.id);
    const next = [...others, message].sort((a, b) => compareIds(a.id, b.id));
    return { messages: { ...messages, [message.channel_id]: next } };
  });
}

/** Takes a channel's messages as they were read; what arrived while they were being read stays. */
export function putAll(channelId: string, read: readonly Message[]): void {
  const last = read.at(-1)?.id ?? "0";
  const newer = (state.get().messages[channelId] ?? []).filter((message) => compareIds(message.id, last) > 0);
  state.set(({ messages }) => ({ messages: { ...messages, [channelId]: [...read, ...newer] } }));
}

function editedAt(message: Message): number {
  return message.edited_timestamp === null ? 0 : Date.parse(message.edited_timestamp);
}

/** Takes a message away. */
export function dropMessage(channelId: string, id: string): void {
  state.set(({ messages }) => ({
    messages: { ...messages, [channelId]: (messages[channelId] ?? []).filter((message) => message.id !== id) },
  }));
}

/** Orders Discord ids by their number, which is the order of making. */
function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : Number(a > b));
}
