import type { Answer, Choice, Command, CommandCall, GuildView, Message, Person } from "./wire.ts";

/** A local server's refusal, in its own words. */
export class RefusedError extends Error {}

async function ask<T>(path: string, body?: unknown): Promise<T> {
  const init: RequestInit =
    body === undefined
      ? {}
      : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(path, init).catch(() => {
    throw new RefusedError("The sandbox does not answer. Is it still running?");
  });
  const text = await response.text();
  if (!response.ok) throw new RefusedError(reasonIn(text) ?? `The sandbox answered ${response.status}.`);
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

function reasonIn(text: string): string | undefined {
  try {
    const body = JSON.parse(text) as { message?: unknown; error?: unknown; reason?: unknown };
    const reason = body.reason ?? body.error ?? body.message;
    return typeof reason === "string" ? reason : undefined;
  } catch {
    return undefined;
  }
}

const act = (user: string) => `/act/${encodeURIComponent(user)}`;
const purse = (user: string) => `/wallet/${encodeURIComponent(user)}`;

/** Everybody one can be. */
export const getPeople = () => ask<Person[]>("/act/people");

/** The server as this person sees it. */
export const getGuild = (user: string) => ask<GuildView>(`${act(user)}/guild`);

/** The commands this person may use. */
export const getCommands = (user: string) => ask<Command[]>(`${act(user)}/commands`);

/** The messages of a channel that this person may see. */
export const getMessages = (user: string, channel: string) =>
  ask<Message[]>(`${act(user)}/messages?channel=${encodeURIComponent(channel)}`);

/** Sends a slash command and waits for the bot's answer. */
export const sendCommand = (user: string, call: CommandCall) => ask<Answer>(`${act(user)}/command`, call);

/** Asks the bot for suggestions for the option being typed. */
export const askChoices = (user: string, call: CommandCall & { focused: string }) =>
  ask<{ choices: Choice[] }>(`${act(user)}/autocomplete`, call);

/** Presses a button or picks from a select. */
export const pressComponent = (user: string, use: { messageId: string; customId: string; values?: string[] }) =>
  ask<Answer>(`${act(user)}/component`, use);

/** What was entered in a modal, by the custom id of each field. */
export type Fields = Record<string, string | string[]>;

/** Submits a modal. */
export const submitModal = (user: string, form: { interactionId: string; customId: string; fields: Fields }) =>
  ask<Answer>(`${act(user)}/modal`, form);

/** The sandbox's clock: how many seconds it runs ahead of this machine's. */
export const getClock = () => ask<{ offsetSeconds: number }>("/control/clock");

/** Moves the sandbox's clock. */
export const setClock = (offsetSeconds: number) => ask<{ offsetSeconds: number }>("/control/clock", { offsetSeconds });

/** A person's test wallet. */
export type Wallet = { address: string; balances: { symbol: string; amount: string }[]; votes: string };

/** How a call on the local chain ended; a refused one was never sent, as it would have reverted. */
export type Receipt =
  | { hash: string; status: "success" | "reverted"; error?: string }
  | { hash: null; status: "refused"; error: string };

/** A proposal on the local Governor. */
export type OnChainProposal = {
  id: string;
  title: string;
  state: string;
  /** When voting starts, when it ends, and when it can be executed; Unix seconds. */
  snapshot: number;
  deadline: number;
  eta: number | null;
  /** Whole tokens, as decimal text. */
  votes: Record<Support, string>;
};

/** A choice on the Governor. */
export type Support = "for" | "against" | "abstain";

/** The test wallet's address and holdings. */
export const getWallet = (user: string) => ask<Wallet>(purse(user));

/** Signs a text with the test wallet (personal_sign). */
export const signText = (user: string, text: string) => ask<{ signature: string }>(`${purse(user)}/sign`, { text });

/** Signs typed data with the test wallet (EIP-712). */
export const signTyped = (user: string, typedData: object) =>
  ask<{ signature: string }>(`${purse(user)}/sign-typed`, { typedData });

/** Sends a call from the test wallet. */
export const sendCall = (user: string, call: { to: string; data: string; value?: string }) =>
  ask<Receipt>(`${purse(user)}/send`, call);

/** The Governor's proposals. */
export const getGovernor = () => ask<OnChainProposal[]>("/wallet/governor");

/** Votes, queues or executes on the Governor. */
export const callGovernor = (user: string, verb: "vote" | "queue" | "execute", proposalId: string, support?: Support) =>
  ask<Receipt>(`${purse(user)}/governor/${verb}`, { proposalId, ...(support !== undefined && { support }) });
