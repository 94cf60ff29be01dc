import type { APIChannel, APIRole } from "discord-api-types/v10";
import type { OutcomeView } from "./act/outcome.ts";
import type { SeenMessage } from "./act/view.ts";
import { asRecord, type Json } from "./json.ts";
import { buttonNamed, componentsOf } from "./read-message.ts";

/** What a person's deed led to, and the interaction it made. */
export type Deed = { interactionId: string; outcome: OutcomeView };

export type CommandTarget = {
  channel: string;
  /** `sub` or `group sub`. */
  subcommand?: string;
  /** Answer as soon as the bot has acknowledged, rather than when a deferred answer has its text. */
  early?: boolean;
};

export type OptionValues = Record<string, string | number | boolean | { filename: string; base64: string }>;

/** Whatever the local Discord refused, in its own words. */
export class DeedRefused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "DeedRefused";
    this.status = status;
  }
}

export type Person = ReturnType<typeof createPerson>;

/** Somebody at a Discord client: reads, types commands, presses buttons, picks, fills in modals. */
export function createPerson(url: string, userId: string) {
  const ask = <T>(path: string, body?: unknown) => request<T>(`${url}/act/${userId}/${path}`, body);
  return { id: userId, ...deedsOf(ask), ...readingOf(ask) };
}

type Ask = <T>(path: string, body?: unknown) => Promise<T>;

function deedsOf(ask: Ask) {
  const use = (message: SeenMessage, customId: string, values: string[] | undefined, force: boolean) =>
    ask<Deed>(`component?wait=final${force ? "&force=1" : ""}`, {
      messageId: message.id,
      customId,
      ...(values && { values }),
    });
  return {
    /** Sends a slash command; a deferred answer is waited for (15 s at most). */
    command: (name: string, options: OptionValues, { channel, subcommand, early }: CommandTarget) =>
      ask<Deed>(early ? "command" : "command?wait=final", { channelId: channel, name, subcommand, options }),
    /** The choices the bot offers while `focused` is being typed. */
    autocomplete: async (
      name: string,
      options: OptionValues,
      focused: string,
      { channel, subcommand }: CommandTarget,
    ) => {
      const body = { channelId: channel, name, subcommand, options, focused };
      return (await ask<{ choices: { name: string; value: string | number }[] }>("autocomplete", body)).choices;
    },
    /** Presses the button with this label or custom id. */
    click: async (message: SeenMessage, labelOrCustomId: string) =>
      use(message, buttonNamed(message, labelOrCustomId), undefined, false),
    /** Sends a component's id with a message as a modified client could: nothing is checked on the way. */
    forge: (message: SeenMessage, customId: string, values?: string[]) => use(message, customId, values, true),
    /** Picks values from a select; without a custom id from the message's first. */
    select: async (message: SeenMessage, values: string[], customId?: string) =>
      use(message, customId ?? firstSelect(message), values, false),
    /** Fills in and submits the modal a deed has opened. */
    submit: async (opened: Deed, fields: Record<string, string | string[]>) =>
      ask<Deed>("modal?wait=final", {
        interactionId: opened.interactionId,
        customId: modalOf(opened).custom_id,
        fields,
      }),
    /** Submits an open modal under another custom id, as a modified client could. */
    forgeSubmit: (opened: Deed, customId: string, fields: Record<string, string | string[]>) =>
      ask<Deed>("modal?wait=final&force=1", { interactionId: opened.interactionId, customId, fields }),
    /** Writes a plain message. */
    say: (channel: string, content: string) => ask<SeenMessage>("message", { channelId: channel, content }),
    refuseDms: (refuse: boolean) => ask<{ refuse: boolean }>("refuse-dms", { refuse }),
  };
}

function readingOf(ask: Ask) {
  return {
    messages: (channel: string) => ask<SeenMessage[]>(`messages?channel=${channel}`),
    guild: () => ask<{ channels: APIChannel[]; roles: APIRole[] }>("guild"),
    commands: (channel?: string) => ask<Json[]>(channel ? `commands?channel=${channel}` : "commands"),
  };
}

/** The modal a deed has opened. */
export function modalOf(deed: Deed): Json {
  if (deed.outcome.kind === "modal") return deed.outcome.modal;
  throw new Error(`a modal was expected, not: ${describe(deed)}`);
}

/** The message a deed was answered with or has changed. */
export function messageOf(deed: Deed): SeenMessage {
  if (deed.outcome.kind === "message" || deed.outcome.kind === "updated") return deed.outcome.message;
  throw new Error(`a message was expected, not: ${describe(deed)}`);
}

function describe({ outcome }: Deed): string {
  return outcome.kind === "failed" ? outcome.reason : outcome.kind;
}

function firstSelect(message: SeenMessage): string {
  const select = componentsOf(message).find((component) => [3, 5, 6, 7, 8].includes(Number(component.type)));
  if (!select) throw new Error("the message has no select");
  return String(select.custom_id);
}

async function request<T>(url: string, body: unknown): Promise<T> {
  const headers = { "content-type": "application/json" };
  const init = body === undefined ? {} : { method: "POST", headers, body: JSON.stringify(body) };
  const response = await fetch(url, init);
  const answer: unknown = await response.json();
  if (!response.ok) throw new DeedRefused(response.status, String(asRecord(answer).error));
  return answer as T;
}
