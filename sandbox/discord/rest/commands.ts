import type { APIApplicationCommand } from "discord-api-types/v10";
import { asRecord, asRecords, type Json } from "../json.ts";
import { commandListProblems, commandProblems } from "../rules/commands.ts";
import { problem } from "../rules/problem.ts";
import { specProblems } from "../rules/spec.ts";
import type { State } from "../state.ts";
import { refused } from "./errors.ts";
import type { Answer, Call, Route } from "./route.ts";

const GLOBAL = "/applications/:application/commands";
const GUILD = "/applications/:application/guilds/:guild/commands";

/** Application commands, everywhere and of one server. */
export const commandRoutes: readonly Route[] = [GLOBAL, GUILD].flatMap((path): Route[] => [
  { method: "GET", path, handle: list },
  { method: "PUT", path, handle: replaceAll },
  { method: "POST", path, handle: upsert },
  { method: "GET", path: `${path}/:command`, handle: read },
  { method: "PATCH", path: `${path}/:command`, handle: change },
  { method: "DELETE", path: `${path}/:command`, handle: remove },
]);

function scopeOf({ state, params }: Call): string {
  if (params.application !== state.applicationId) throw refused.unknownApplication();
  if (params.guild !== undefined && params.guild !== state.guild.id) throw refused.unknownGuild();
  return params.guild ?? "global";
}

function commandsOf(call: Call): APIApplicationCommand[] {
  return call.state.commands.get(scopeOf(call)) ?? [];
}

function keep(call: Call, commands: APIApplicationCommand[]): void {
  call.state.commands.set(scopeOf(call), commands);
  call.state.events.publish({ kind: "commands" });
}

function list(call: Call): Answer {
  return { status: 200, body: commandsOf(call) };
}

function replaceAll(call: Call): Answer {
  const before = commandsOf(call);
  if (!Array.isArray(call.body)) throw refused.form([problem([], "BASE_TYPE_BAD_TYPE", "Must be a list of commands.")]);
  const bodies = asRecords(call.body);
  const spec = bodies.flatMap((body, index) =>
    specProblems("command", body).map((found) => ({ ...found, path: [index, ...found.path] })),
  );
  refuseIfAny([...spec, ...commandListProblems(bodies)]);
  const commands = bodies.map((body) => commandPayload(call.state, scopeOf(call), body, sameName(before, body)));
  keep(call, commands);
  return { status: 200, body: commands };
}

function upsert(call: Call): Answer {
  const before = commandsOf(call);
  const body = asRecord(call.body);
  refuseIfAny([...specProblems("command", body), ...commandProblems(body)]);
  const known = sameName(before, body);
  const others = before.filter((command) => command !== known);
  refuseIfAny(commandListProblems([...others, body] as Json[]));
  const command = commandPayload(call.state, scopeOf(call), body, known);
  keep(call, [...others, command]);
  return { status: known ? 200 : 201, body: command };
}

function read(call: Call): Answer {
  return { status: 200, body: named(call) };
}

function change(call: Call): Answer {
  const known = named(call);
  const body = { ...(known as unknown as Json), ...asRecord(call.body) };
  const { id, application_id, version, guild_id, ...asked } = body;
  refuseIfAny([...specProblems("command", asked), ...commandProblems(asked)]);
  const command = commandPayload(call.state, scopeOf(call), asked, known);
  keep(
    call,
    commandsOf(call).map((other) => (other === known ? command : other)),
  );
  return { status: 200, body: command };
}

function remove(call: Call): Answer {
  const known = named(call);
  keep(
    call,
    commandsOf(call).filter((command) => command !== known),
  );
  return { status: 204 };
}

function named(call: Call): APIApplicationCommand {
  const command = commandsOf(call).find((candidate) => candidate.id === call.params.command);
  if (!command) throw refused.unknownCommand();
  return command;
}

function sameName(commands: readonly APIApplicationCommand[], body: Json): APIApplicationCommand | undefined {
  return commands.find((command) => command.name === body.name && command.type === (body.type ?? 1));
}

function refuseIfAny(problems: Parameters<typeof refused.form>[0]): void {
  if (problems.length > 0) throw refused.form(problems);
}

function commandPayload(
  state: State,
  scope: string,
  body: Json,
  known: APIApplicationCommand | undefined,
): APIApplicationCommand {
  return {
    id: known?.id ?? state.nextId(),
    application_id: state.applicationId,
    version: state.nextId(),
    type: 1,
    description: "",
    name_localizations: null,
    description_localizations: null,
    default_member_permissions: null,
    nsfw: false,
    ...(scope === "global" ? { contexts: null, integration_types: [0], dm_permission: true } : { guild_id: scope }),
    ...body,
  } as unknown as APIApplicationCommand;
}
