import {
  type BaseInteraction,
  Client,
  type ClientOptions,
  GatewayIntentBits,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  type TextChannel,
} from "discord.js";
import { createPerson, type Person } from "../../../sandbox/discord/person.ts";
import { createLocalDiscord, type LocalDiscord, type LocalDiscordOptions } from "../../../sandbox/discord/server.ts";
import { PEOPLE, SERVER } from "../../../sandbox/people.ts";

export type Bot = {
  discord: LocalDiscord;
  client: Client<true>;
  /** The channel #general as the client knows it. */
  channel: TextChannel;
  person(name: string): Person;
  close(): Promise<void>;
};

/** A client as its makers ship it; only the address of the API is ours. */
export function unmodifiedClient(url: string, options: Partial<ClientOptions> = {}): Client {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    allowedMentions: { parse: [] },
    ...options,
    rest: { api: `${url}/api`, ...options.rest },
  });
  client.on("error", () => undefined);
  return client;
}

/** Logs a client in and resolves when it knows its server. */
export async function logIn(client: Client): Promise<Client<true>> {
  const ready = new Promise<Client<true>>((resolve) => client.once("clientReady", resolve));
  await client.login(SERVER.token);
  return ready;
}

/** A local Discord with an unmodified client that is logged in. */
export async function connectBot(server: LocalDiscordOptions = {}, options: Partial<ClientOptions> = {}): Promise<Bot> {
  const discord = await createLocalDiscord(server);
  const client = await logIn(unmodifiedClient(discord.url, options));
  return {
    discord,
    client,
    channel: client.channels.cache.get(SERVER.channels.general) as TextChannel,
    person: (name) => createPerson(discord.url, idOf(name)),
    close: async () => {
      await client.destroy();
      await discord.close();
    },
  };
}

/** Registers commands in the server and answers every interaction with one function. */
export async function serve(
  bot: Bot,
  commands: RESTPostAPIChatInputApplicationCommandsJSONBody[],
  answer: (interaction: BaseInteraction) => Promise<unknown>,
): Promise<void> {
  await bot.client.application.commands.set(commands, SERVER.guild);
  bot.client.on("interactionCreate", (interaction) => void answer(interaction).catch(() => undefined));
}

/** The Discord id of somebody in the sandbox. */
export function idOf(name: string): string {
  const person = PEOPLE.find((candidate) => candidate.name === name);
  if (!person) throw new Error(`nobody is called ${name}`);
  return person.id;
}

/** Pulls a lever of the local Discord. */
export async function control<T = unknown>(discord: LocalDiscord, path: string, body?: object): Promise<T> {
  const headers = { "content-type": "application/json" };
  const init = body === undefined ? {} : { method: "POST", headers, body: JSON.stringify(body) };
  const response = await fetch(`${discord.url}/control/${path}`, init);
  return (await response.json()) as T;
}

/** Sends a REST request with the bot's token and nothing in between. */
export async function rest(
  discord: LocalDiscord,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }> {
  const response = await fetch(`${discord.url}/api/v10${path}`, {
    method,
    headers: { authorization: `Bot ${SERVER.token}`, "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? {} : JSON.parse(text) };
}
