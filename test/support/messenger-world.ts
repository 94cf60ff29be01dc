import { onTestFinished } from "vitest";
import { faultFrom } from "../../sandbox/discord/control/faults.ts";
import { heliogridSeed, type Seed } from "../../sandbox/discord/seed.ts";
import { createLocalDiscord, type LocalDiscord, type LocalDiscordOptions } from "../../sandbox/discord/server.ts";
import type { Channel, Rejection } from "../../sandbox/discord/state.ts";
import { SERVER } from "../../sandbox/people.ts";
import type { Messenger } from "../../src/app.ts";
import { createDiscordClient, type DiscordClient, type DiscordEvents } from "../../src/discord/client.ts";
import { createMessenger } from "../../src/discord/messenger.ts";

/** A messenger on a local Discord with the unmodified client, and nothing of Steward behind it. */
export type MessengerWorld = {
  discord: LocalDiscord;
  client: DiscordClient;
  messenger: Messenger;
  /** Another messenger of the same session, which remembers nothing: Steward after a restart. */
  restarted: () => Messenger;
  /** Unix seconds of the local Discord. */
  now: () => number;
  /** Makes a coming request fail. */
  fault: (fault: Record<string, unknown>) => void;
  /** A channel as it stands there. */
  channel: (id: string | undefined) => Channel;
  /** Requests by method and path, since the last time they were asked for. */
  requests: () => string[];
  rejections: () => readonly Rejection[];
};

type MessengerWorldOptions = LocalDiscordOptions & {
  membersIntent?: boolean;
  /** What answers interactions; nobody where it is left out. */
  answer?: (client: DiscordClient) => DiscordEvents["interaction"];
};

/** Builds the world with these channels more, logged in, and takes it down when the test ends. */
export async function createMessengerWorld(
  channels: Seed["channels"] = [],
  { membersIntent, answer, ...options }: MessengerWorldOptions = {},
): Promise<MessengerWorld> {
  const seed = heliogridSeed();
  const discord = await createLocalDiscord({
    seed: { ...seed, channels: [...seed.channels, ...channels] },
    ...options,
  });
  const { state } = discord;
  const quiet = () => undefined;
  const client = createDiscordClient({
    token: SERVER.token,
    apiBase: `${discord.url}/api`,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    now: state.clock.nowSeconds,
    ...(membersIntent === undefined ? {} : { membersIntent }),
  });
  onTestFinished(async () => {
    await client.stop();
    await discord.close();
  });
  await new Promise<void>((resolve, reject) => {
    const interaction = answer?.(client) ?? (async () => undefined);
    client.start({ interaction, ready: async () => resolve(), fatal: reject }).catch(reject);
  });
  const restarted = () => createMessenger(client, () => Promise.reject(new Error("nothing is rendered")), SERVER.guild);
  return {
    discord,
    client,
    messenger: restarted(),
    restarted,
    now: state.clock.nowSeconds,
    fault: (body) => {
      const fault = faultFrom(body);
      if (fault === undefined) throw new Error("there is no such fault");
      discord.faults.add(fault);
    },
    channel: (id) => {
      const found = state.channels.get(id ?? "");
      if (found === undefined) throw new Error(`there is no channel ${id}`);
      return found;
    },
    requests: () => state.requests.splice(0).map(({ method, path }) => `${method} ${path.replace("/api/v10", "")}`),
    rejections: () => state.rejections,
  };
}
