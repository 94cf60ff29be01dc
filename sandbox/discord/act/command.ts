import type { APIApplicationCommand } from "discord-api-types/v10";
import { asRecord, asString } from "../json.ts";
import { holdsPosts } from "../model/channels.ts";
import { openInteraction } from "../model/interactions.ts";
import { may } from "../model/permissions.ts";
import { commandsFor } from "./command-access.ts";
import type { Act } from "./handle-act.ts";
import { commandData } from "./option-values.ts";
import { deliver, outcomeView } from "./outcome.ts";
import { ActRefusal } from "./refusal.ts";
import { seenChannel } from "./view.ts";

/** Sends a slash command as a person, or asks for the choices of the option in focus. */
export async function useCommand({ state, person, body, query }: Act, focused?: string): Promise<unknown> {
  const channel = seenChannel(state, person, body.channelId);
  if (holdsPosts(channel)) throw new ActRefusal("Commands are used in a forum's posts, not in the forum.");
  if (!may(state, person, channel, "UseApplicationCommands"))
    throw new ActRefusal("You may not use commands here.", 403);
  const command = offered(commandsFor(state, person, channel.id), body.name);
  const path = asString(body.subcommand)?.split(" ") ?? [];
  const data = commandData(state, { command, path, options: asRecord(body.options), focused, channelId: channel.id });
  const interaction = openInteraction(state, {
    type: focused === undefined ? 2 : 4,
    userId: person.id,
    channelId: channel.id,
    commandName: [command.name, ...path].join(" "),
  });
  const outcome = await deliver(state, person, channel, interaction, data, query.get("wait") === "final");
  if (focused === undefined) return { interactionId: interaction.id, outcome: outcomeView(state, outcome) };
  if (outcome.kind !== "choices") throw new ActRefusal("Loading options failed.", 504);
  return { choices: outcome.choices };
}

function offered(commands: readonly APIApplicationCommand[], name: unknown): APIApplicationCommand {
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) throw new ActRefusal(`There is no command /${String(name)} for you here.`, 404);
  return command;
}
