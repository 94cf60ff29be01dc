import { Routes } from "discord.js";
import { Refusal, Transient } from "../errors.ts";
import type { Log } from "../log.ts";
import type { DiscordClient } from "./client.ts";
import type { Command } from "./command.ts";
import { refusedWith } from "./discord-error.ts";
import { registration } from "./registration.ts";
import { repeat } from "./rest.ts";

/** View Channels, Send Messages, Embed Links, Attach Files, Read Message History, Create Public Threads, Send Messages in Threads. */
export const PERMISSIONS =
  (1n << 10n) | (1n << 11n) | (1n << 14n) | (1n << 15n) | (1n << 16n) | (1n << 35n) | (1n << 38n);

/** Steward cannot see the server: it has not been added, or without its commands. */
const MISSING_ACCESS = 50001;

/** Tells the server which commands there are; the whole list at once, so that repeating it changes nothing. */
export async function deployCommands(
  client: DiscordClient,
  server: string,
  commands: readonly Command[],
): Promise<void> {
  const application = client.application();
  if (application === undefined) throw new Transient("Discord has not said yet which application this is.");
  const put = () =>
    client.rest.put(Routes.applicationGuildCommands(application, server), { body: commands.map(registration) });
  try {
    await repeat("register the commands", put, { times: 5, pauseMs: 1_000 });
  } catch (error) {
    if (!refusedWith(error, MISSING_ACCESS)) throw error;
    throw new Refusal(`Steward has not been added to the server ${server}.`, {
      hint: `Open this page and add it: ${invitation(application)}`,
      cause: error,
    });
  }
}

/** Registers the commands, and says in the log what became of it; a failure leaves the former ones in place. */
export async function deployAndLog(
  client: DiscordClient,
  server: string,
  commands: readonly Command[],
  log: Log,
): Promise<void> {
  try {
    await deployCommands(client, server, commands);
    log.info("commands registered", { commands: commands.map(({ data }) => data.name) });
  } catch (error) {
    log.error("commands could not be registered", { error, hint: error instanceof Refusal ? error.hint : undefined });
  }
}

/** The page on which an administrator adds Steward, with no more permissions than it needs. */
export function invitation(application: string): string {
  const query = new URLSearchParams({
    client_id: application,
    scope: "bot applications.commands",
    permissions: PERMISSIONS.toString(),
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}
