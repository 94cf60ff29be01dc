import type { APIInteraction, REST } from "discord.js";
import { Client, DiscordjsErrorCodes, Events, GatewayDispatchEvents } from "discord.js";
import { Refusal } from "../errors.ts";
import type { Log } from "../log.ts";
import { clientOptions } from "./client-options.ts";
import { type Connection, followConnection } from "./connection.ts";
import { grantMembers } from "./members.ts";
import { createRest } from "./rest.ts";

/** Steward's session with Discord. */
export type DiscordClient = Connection & {
  rest: REST;
  /** The application's id, and the bot's own user id; undefined until Discord has said them. */
  application: () => string | undefined;
  self: () => string | undefined;
  /** Resolves once logged in, however long Discord cannot be reached; throws Refusal when Discord will not have this bot. */
  start: (on: DiscordEvents) => Promise<void>;
  /** Leaves within three seconds, whatever state the session is in. */
  stop: () => Promise<void>;
};

/** What the session tells whoever started it. */
export type DiscordEvents = {
  interaction: (interaction: APIInteraction) => Promise<void>;
  /** Once, when the session first stands. */
  ready: () => Promise<void>;
  /** Discord ended the session for good; nothing will come any more. */
  fatal: (error: Refusal) => void;
};

/** What a session needs; the clock is in unix seconds. */
export type DiscordClientOptions = {
  token: string;
  /** Base address of another Discord, such as the local one. */
  apiBase?: string | undefined;
  /** Whether to ask for the privileged intent of members. Default: false. */
  membersIntent?: boolean;
  log: Log;
  now: () => number;
  /** How long to wait after a failed login, at first and at most. */
  backOffMs?: { first: number; longest: number };
  /** After how much silence a session is taken for dead. Default: a minute. */
  silenceMs?: number;
};

const STOP_MS = 3_000;

/** Makes the session; nothing is sent before `start`. */
export function createDiscordClient(options: DiscordClientOptions): DiscordClient {
  let session = createSession(options);
  let stopped = false;
  const stop = async () => {
    stopped = true;
    await leave(session.client);
  };

  const start = async (on: DiscordEvents) => {
    const { first, longest } = options.backOffMs ?? { first: 1_000, longest: 300_000 };
    for (let waitMs = first; !stopped; waitMs = Math.min(waitMs * 2, longest)) {
      listen(session.client, on, options.log);
      try {
        await session.client.login(options.token);
        return;
      } catch (error) {
        const reason = fatalReason(error, session.closeCode());
        if (reason !== undefined) throw reason;
        if (waitMs === first) options.log.warn("Discord cannot be reached; trying again until it can", { error });
      }
      await pause(waitMs);
      // A client whose login failed does not log in again.
      session = createSession(options);
    }
  };

  return {
    rest: createRest(options.token, options.apiBase),
    connected: () => session.connection.connected(),
    connectedSince: () => session.connection.connectedSince(),
    application: () => session.client.application?.id,
    self: () => session.client.user?.id,
    start,
    stop,
  };
}

function createSession({ apiBase, membersIntent = false, now, silenceMs }: DiscordClientOptions) {
  const client = new Client(clientOptions(apiBase, membersIntent));
  let closeCode: number | undefined;
  client.on(Events.ShardDisconnect, ({ code }) => {
    closeCode = code;
  });
  return { client, connection: followConnection(client, now, silenceMs), closeCode: () => closeCode };
}

function listen(client: Client, on: DiscordEvents, log: Log): void {
  client.on(Events.Error, (error) => log.error("the Discord client failed", { error }));
  client.on(Events.Warn, (message) => log.warn("the Discord client warns", { message }));
  client.on(Events.ShardReconnecting, () => log.info("connection to Discord lost; reconnecting"));
  client.on(Events.ShardResume, () => log.info("connection to Discord resumed"));
  client.on(Events.ShardError, (error) => log.debug("the connection to Discord failed", { error }));
  client.ws.on(GatewayDispatchEvents.InteractionCreate, (interaction: APIInteraction) => {
    on.interaction(interaction).catch((error: unknown) => log.error("the router failed", { error }));
  });
  client.once(Events.ClientReady, () => {
    log.info("connected to Discord", { as: client.user?.username });
    on.ready().catch((error: unknown) => log.error("Discord could not be made ready", { error }));
    client.on(Events.ShardDisconnect, ({ code }) => on.fatal(closed(code)));
  });
}

const closings: Readonly<Record<number, { message: string; hint: string }>> = {
  4004: { message: "Discord does not know this bot token.", hint: "Put the bot's current token into DISCORD_TOKEN." },
  4010: { message: "Discord refused the shard.", hint: "This is a fault in Steward." },
  4011: {
    message: "The bot is on too many servers for one session.",
    hint: "Steward serves one server: use a bot of its own for it.",
  },
  4012: { message: "Discord no longer speaks this version of its gateway.", hint: "Update Steward." },
  4013: { message: "Discord refused the intents.", hint: "This is a fault in Steward." },
  4014: {
    message: "Discord refused the intents.",
    hint: grantMembers,
  },
};

function closed(code: number): Refusal {
  const { message, hint } = closings[code] ?? {
    message: `Discord ended the session for good (${code}).`,
    hint: "Start Steward again.",
  };
  return new Refusal(message, { hint, context: { code } });
}

function fatalReason(error: unknown, closeCode: number | undefined): Refusal | undefined {
  if (closeCode !== undefined) return closed(closeCode);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === DiscordjsErrorCodes.TokenInvalid ? closed(4004) : undefined;
}

/** The library never finishes leaving between its IDENTIFY and Discord's READY. */
async function leave(client: Client): Promise<void> {
  await Promise.race([client.destroy().catch(() => undefined), pause(STOP_MS)]);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
