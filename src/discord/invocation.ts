import type {
  APIApplicationCommandAutocompleteInteraction,
  APIApplicationCommandInteractionDataOption,
  APIChatInputApplicationCommandInteraction,
  APIModalSubmission,
  ModalSubmitComponent,
} from "discord.js";
import { ApplicationCommandOptionType, ComponentType } from "discord.js";
import { Refusal } from "../errors.ts";
import type { Typing } from "./command.ts";
import type { CommandData, OptionSpec, OptionSpecs } from "./options.ts";

/** What Discord takes where the declaration says nothing. */
const LONGEST_TEXT = 6_000;

type Given = readonly APIApplicationCommandInteractionDataOption[];

/**
 * The subcommand and the values of exactly the declared options; one that was not given is undefined. Refuses what does not fit
 * the declaration: a client may hold an older one, and a modified client sends anything.
 */
export function readInvocation(
  data: CommandData,
  given: Given = [],
): { subcommand: string | undefined; options: Record<string, unknown> } {
  const { subcommand, inner } = split(given);
  const specs = specsOf(data, subcommand);
  const values = new Map<string, unknown>(
    inner.map((option) => [option.name, "value" in option ? option.value : undefined]),
  );
  const options = Object.entries(specs).map(([name, spec]) => {
    const value = values.get(name);
    return fits(spec, value) ? [name, value] : changed(`The option "${name}" does not fit the command.`);
  });
  return { subcommand, options: Object.fromEntries(options) };
}

function specsOf({ options, subcommands }: CommandData, subcommand: string | undefined): OptionSpecs {
  if (subcommands === undefined && subcommand === undefined) return options ?? {};
  const known = subcommands !== undefined && subcommand !== undefined && Object.hasOwn(subcommands, subcommand);
  return known ? (subcommands[subcommand]?.options ?? {}) : changed("This form of the command is not known.");
}

/** Whether a value is one that Discord lets a member enter for the option. */
function fits(spec: OptionSpec, value: unknown): boolean {
  if (value === undefined) return spec.required !== true;
  if (spec.type === "boolean") return typeof value === "boolean";
  if (spec.type === "integer") return Number.isSafeInteger(value) && within(Number(value), spec.min, spec.max);
  if (typeof value !== "string") return false;
  if (spec.type === "member") return /^\d{17,20}$/.test(value);
  const isChoice = spec.choices === undefined || Object.hasOwn(spec.choices, value);
  return isChoice && within(value.length, spec.minLength, spec.maxLength ?? LONGEST_TEXT);
}

function within(value: number, least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY): boolean {
  return value >= least && value <= most;
}

function changed(what: string): never {
  throw new Refusal(what, { hint: "Reload Discord (Ctrl+R), then choose the command from its list again." });
}

/** Which option is being typed, what stands there so far, and the other options that are filled in. */
export function readTyping(given: Given = []): (Omit<Typing, "member"> & { option: string }) | undefined {
  const { subcommand, inner } = split(given);
  const focused = inner.find((option) => "focused" in option && option.focused === true);
  if (focused === undefined || !("value" in focused)) return undefined;
  const others = inner.flatMap((option) =>
    option !== focused && "value" in option ? [[option.name, option.value] as const] : [],
  );
  return { option: focused.name, typed: String(focused.value), subcommand, given: Object.fromEntries(others) };
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
