import type {
  APIApplicationCommandAutocompleteInteraction,
  APIApplicationCommandInteractionDataOption,
  APIChatInputApplicationCommandInteraction,
  APIModalSubmission,
  ModalSubmitComponent,
} from "discord.js";
import { ApplicationCommandOptionType, ComponentType } from "discord.js";
import type { CommandData, OptionSpecs } from "./options.ts";

type Given = readonly APIApplicationCommandInteractionDataOption[];

/** The subcommand and the values of exactly the declared options; one that was not given is undefined. */
export function readInvocation(
  data: CommandData,
  given: Given = [],
): { subcommand: string | undefined; options: Record<string, unknown> } {
  const { subcommand, inner } = split(given);
  const specs: OptionSpecs = (subcommand === undefined ? data.options : data.subcommands?.[subcommand]?.options) ?? {};
  const values = new Map(inner.map((option) => [option.name, "value" in option ? option.value : undefined]));
  return { subcommand, options: Object.fromEntries(Object.keys(specs).map((name) => [name, values.get(name)])) };
}

/** Which option is being typed, and what stands there so far. */
export function readTyping(
  given: Given = [],
): { option: string; typed: string; subcommand: string | undefined } | undefined {
  const { subcommand, inner } = split(given);
  const focused = inner.find((option) => "focused" in option && option.focused === true);
  if (focused === undefined || !("value" in focused)) return undefined;
  return { option: focused.name, typed: String(focused.value), subcommand };
}

/** The fields of a form by id: what was typed, or the values chosen, joined by commas. */
export function readFields({ components }: Pick<APIModalSubmission, "components">): Record<string, string> {
  const parts: ModalSubmitComponent[] = components.flatMap((part) => {
    if (part.type === ComponentType.Label) return [part.component];
    return part.type === ComponentType.ActionRow ? part.components : [];
  });
  return Object.fromEntries(
    parts.flatMap((part) => {
      if ("value" in part) return [[part.custom_id, String(part.value)]];
      return "values" in part ? [[part.custom_id, part.values.join(",")]] : [];
    }),
  );
}

function split(given: Given): { subcommand: string | undefined; inner: Given } {
  const first = given[0];
  if (first?.type !== ApplicationCommandOptionType.Subcommand) return { subcommand: undefined, inner: given };
  return { subcommand: first.name, inner: first.options ?? [] };
}

/** The options a command interaction carries. */
export function optionsOf(
  interaction: APIChatInputApplicationCommandInteraction | APIApplicationCommandAutocompleteInteraction,
): Given {
  return "options" in interaction.data ? (interaction.data.options ?? []) : [];
}
