import type { APIApplicationCommandOption, RESTPostAPIChatInputApplicationCommandsJSONBody } from "discord.js";
import { ApplicationCommandOptionType, ApplicationCommandType } from "discord.js";
import type { Command } from "./command.ts";
import type { OptionSpec, OptionSpecs } from "./options.ts";

/** A command as Discord is told about it; an option is completed while typing where the command says how. */
export function registration({ data, autocomplete = {} }: Command): RESTPostAPIChatInputApplicationCommandsJSONBody {
  const list = (specs: OptionSpecs = {}) =>
    Object.entries(specs).map(
      ([name, spec]) =>
        ({ ...common(name, spec), ...byType(spec, name in autocomplete) }) as APIApplicationCommandOption,
    );
  const subcommands = Object.entries(data.subcommands ?? {}).map(([name, { description, options }]) => ({
    type: ApplicationCommandOptionType.Subcommand as const,
    name,
    description,
    options: list(options),
  }));
  return {
    type: ApplicationCommandType.ChatInput,
    name: data.name,
    description: data.description,
    options: data.subcommands === undefined ? list(data.options) : (subcommands as APIApplicationCommandOption[]),
  };
}

function common(name: string, { description, required = false }: OptionSpec) {
  return { name, description, required };
}

function byType(spec: OptionSpec, autocomplete: boolean) {
  if (spec.type === "string") {
    const choices = Object.entries(spec.choices ?? {}).map(([value, name]) => ({ name, value }));
    return {
      type: ApplicationCommandOptionType.String,
      ...(choices.length > 0 ? { choices } : autocomplete ? { autocomplete } : {}),
      ...(spec.minLength === undefined ? {} : { min_length: spec.minLength }),
      ...(spec.maxLength === undefined ? {} : { max_length: spec.maxLength }),
    };
  }
  if (spec.type === "integer") {
    return {
      type: ApplicationCommandOptionType.Integer,
      ...(autocomplete ? { autocomplete } : {}),
      ...(spec.min === undefined ? {} : { min_value: spec.min }),
      ...(spec.max === undefined ? {} : { max_value: spec.max }),
    };
  }
  return { type: spec.type === "boolean" ? ApplicationCommandOptionType.Boolean : ApplicationCommandOptionType.User };
}
