import type { APIApplicationCommand } from "discord-api-types/v10";
import { asRecord, asRecords, asString, type Json } from "../json.ts";
import { attachmentPayload, storeFile } from "../model/files.ts";
import type { State } from "../state.ts";
import { ActRefusal } from "./refusal.ts";
import { type Mentioned, resolvedPayload } from "./resolved.ts";

export type CommandCall = {
  command: APIApplicationCommand;
  /** Names of the sub-command group and the sub-command. */
  path: readonly string[];
  options: Json;
  focused: string | undefined;
  channelId: string;
};

/** The `data` of a command interaction: options with their types, checked as Discord's client checks them. */
export function commandData(state: State, call: CommandCall): Json {
  const { command, path } = call;
  const definitions = definitionsAt(asRecords(command.options), path);
  const known = definitions.map((definition) => String(definition.name));
  const stranger = Object.keys(call.options).find((name) => !known.includes(name));
  if (stranger) throw new ActRefusal(`There is no option ${stranger}.`);
  const mentioned: Mentioned = { users: [], roles: [], channels: [], attachments: {} };
  const filled = definitions.flatMap((definition) => filledOption(state, call, definition, mentioned));
  const resolved = resolvedPayload(state, mentioned);
  return {
    id: command.id,
    name: command.name,
    type: 1,
    ...(command.guild_id === undefined ? {} : { guild_id: command.guild_id }),
    options: wrapped(asRecords(command.options), path, filled),
    ...(resolved ? { resolved } : {}),
  };
}

function definitionsAt(options: readonly Json[], path: readonly string[]): Json[] {
  const [name, ...rest] = path;
  if (name === undefined) {
    const nested = options.some((option) => option.type === 1 || option.type === 2);
    if (nested) throw new ActRefusal("Choose a sub-command.");
    return [...options];
  }
  const next = options.find((option) => option.name === name && (option.type === 1 || option.type === 2));
  if (!next) throw new ActRefusal(`There is no sub-command ${name}.`);
  return definitionsAt(asRecords(next.options), rest);
}

function wrapped(options: readonly Json[], path: readonly string[], filled: Json[]): Json[] {
  const [name, ...rest] = path;
  const next = options.find((option) => option.name === name);
  if (name === undefined || !next) return filled;
  return [{ type: next.type, name, options: wrapped(asRecords(next.options), rest, filled) }];
}

function filledOption(state: State, call: CommandCall, definition: Json, mentioned: Mentioned): Json[] {
  const name = String(definition.name);
  const given = call.options[name];
  const focused = call.focused === name;
  if (focused) return [{ type: definition.type, name, value: asString(given) ?? String(given ?? ""), focused }];
  if (given === undefined || given === null || given === "") {
    // While typing, required options may still be missing.
    if (definition.required === true && call.focused === undefined)
      throw new ActRefusal(`The option ${name} is required.`);
    return [];
  }
  return [{ type: definition.type, name, value: checkedValue(state, call, definition, given, mentioned) }];
}

function checkedValue(
  state: State,
  call: CommandCall,
  definition: Json,
  given: unknown,
  mentioned: Mentioned,
): unknown {
  switch (definition.type) {
    case 3:
      return checkedText(definition, given);
    case 4:
    case 10:
      return checkedNumber(definition, given);
    case 5:
      return checkedBoolean(definition, given);
    case 11:
      return uploaded(state, call.channelId, given, mentioned);
    default:
      return mention(state, definition, String(given), mentioned);
  }
}

function checkedText(definition: Json, given: unknown): string {
  const { name } = definition;
  if (typeof given !== "string") throw new ActRefusal(`The option ${name} takes a text.`);
  const min = typeof definition.min_length === "number" ? definition.min_length : 0;
  const max = typeof definition.max_length === "number" ? definition.max_length : 6000;
  if (given.length < min || given.length > max)
    throw new ActRefusal(`The option ${name} takes ${min} to ${max} characters.`);
  return checkedChoice(definition, given);
}

function checkedNumber(definition: Json, given: unknown): number {
  const { name, min_value: min, max_value: max } = definition;
  const value = typeof given === "string" ? Number(given) : given;
  if (typeof value !== "number" || !Number.isFinite(value)) throw new ActRefusal(`The option ${name} takes a number.`);
  if (definition.type === 4 && !Number.isSafeInteger(value))
    throw new ActRefusal(`The option ${name} takes a whole number.`);
  if (typeof min === "number" && value < min) throw new ActRefusal(`The option ${name} takes at least ${min}.`);
  if (typeof max === "number" && value > max) throw new ActRefusal(`The option ${name} takes at most ${max}.`);
  return checkedChoice(definition, value);
}

function checkedChoice<T>(definition: Json, value: T): T {
  const choices = asRecords(definition.choices);
  if (choices.length > 0 && !choices.some((choice) => choice.value === value)) {
    throw new ActRefusal(`The option ${definition.name} takes one of its choices.`);
  }
  return value;
}

function checkedBoolean(definition: Json, given: unknown): boolean {
  if (given === true || given === "true") return true;
  if (given === false || given === "false") return false;
  throw new ActRefusal(`The option ${definition.name} takes yes or no.`);
}

function mention(state: State, definition: Json, id: string, mentioned: Mentioned): string {
  const { type, name } = definition;
  const account = type === 6 || type === 9 ? state.accounts.get(id) : undefined;
  const role = type === 8 || type === 9 ? state.roles.get(id) : undefined;
  const channel = type === 7 ? state.channels.get(id) : undefined;
  if (account) mentioned.users.push(account);
  else if (role) mentioned.roles.push(role);
  else if (channel) {
    const allowed = definition.channel_types;
    if (Array.isArray(allowed) && allowed.length > 0 && !allowed.includes(channel.type)) {
      throw new ActRefusal(`The option ${name} takes another kind of channel.`);
    }
    mentioned.channels.push(channel);
  } else throw new ActRefusal(`The option ${name} takes somebody or something that exists here.`);
  return id;
}

function uploaded(state: State, channelId: string, given: unknown, mentioned: Mentioned): string {
  const { filename, base64 } = asRecord(given);
  if (typeof filename !== "string" || typeof base64 !== "string")
    throw new ActRefusal("A file needs a name and its content.");
  const upload = { index: "0", filename, bytes: Buffer.from(base64, "base64") };
  const file = storeFile(state, channelId, upload, null);
  mentioned.attachments[file.id] = attachmentPayload(state, file, true);
  return file.id;
}
