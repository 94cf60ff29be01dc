import { Locale } from "discord-api-types/v10";
import { asRecord, asRecords, asString, type Json } from "../json.ts";
import { type Problem, problem } from "./problem.ts";

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const MAX_CHARACTERS = 8000;
const SUBCOMMAND = 1;
const GROUP = 2;
const LOCALES: readonly string[] = Object.values(Locale);

/** The rules of a list of commands: each by itself, no name twice in one kind, a hundred chat commands. */
export function commandListProblems(commands: readonly Json[]): Problem[] {
  const key = (command: Json) => `${command.type ?? 1} ${command.name}`;
  const keys = commands.map(key);
  const chat = commands.filter((command) => (command.type ?? 1) === 1).length;
  return [
    ...commands.flatMap((command, index) => commandProblems(command, [index])),
    ...keys.flatMap((name, index) =>
      keys.indexOf(name) === index
        ? []
        : [problem([index, "name"], "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")],
    ),
    ...(chat > 100 ? [problem([], "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")] : []),
  ];
}

/** What the schemas do not know about one command. */
export function commandProblems(command: Json, path: readonly (string | number)[] = []): Problem[] {
  const isChat = (command.type ?? 1) === 1;
  const description = asString(command.description) ?? "";
  const size = characters(command);
  const permissions = command.default_member_permissions;
  return [
    ...(isChat ? nameProblems(command, path) : []),
    ...(isChat && description === ""
      ? [problem([...path, "description"], "BASE_TYPE_REQUIRED", "This field is required")]
      : []),
    ...(!isChat && description !== ""
      ? [problem([...path, "description"], "APPLICATION_COMMAND_DESCRIPTION", "Only chat commands have a description.")]
      : []),
    ...(size > MAX_CHARACTERS
      ? [problem(path, "APPLICATION_COMMAND_TOO_LARGE", `Command exceeds maximum size (${MAX_CHARACTERS})`)]
      : []),
    ...(typeof permissions === "string" && !/^\d+$/.test(permissions)
      ? [problem([...path, "default_member_permissions"], "BASE_TYPE_BAD_FORMAT", "Must be a bit set in digits.")]
      : []),
    ...(command.nsfw !== undefined && command.nsfw !== null && typeof command.nsfw !== "boolean"
      ? [problem([...path, "nsfw"], "BASE_TYPE_BAD_TYPE", "Must be either true or false.")]
      : []),
    ...localeProblems(command, path),
    ...optionListProblems(asRecords(command.options), [...path, "options"]),
  ];
}

function optionListProblems(options: readonly Json[], path: readonly (string | number)[]): Problem[] {
  const names = options.map((option) => option.name);
  const nests = (option: Json) => option.type === SUBCOMMAND || option.type === GROUP;
  const mixed = options.some(nests) && !options.every(nests);
  const message = "Sub-commands and options cannot stand side by side.";
  return [
    ...(mixed ? [problem(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)] : []),
    ...options.flatMap((option, index) => {
      const at = [...path, index];
      const late =
        option.required === true &&
        options.slice(0, index).some((earlier) => !nests(earlier) && earlier.required !== true);
      return [
        ...optionProblems(option, at),
        ...(late
          ? [
              problem(
                at,
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
              ),
            ]
          : []),
        ...(names.indexOf(option.name) === index
          ? []
          : [problem([...at, "name"], "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option names must be unique")]),
      ];
    }),
  ];
}

function optionProblems(option: Json, path: readonly (string | number)[]): Problem[] {
  const choices = asRecords(option.choices);
  const values = choices.map((choice) => choice.value);
  const both = option.autocomplete === true && choices.length > 0;
  const deepest =
    option.type === SUBCOMMAND &&
    asRecords(option.options).some((inner) => inner.type === SUBCOMMAND || inner.type === GROUP);
  return [
    ...nameProblems(option, path),
    ...localeProblems(option, path),
    ...(both
      ? [
          problem(
            [...path, "autocomplete"],
            "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE",
            "Choices and autocomplete exclude each other.",
          ),
        ]
      : []),
    ...(deepest
      ? [problem([...path, "options"], "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-commands do not nest.")]
      : []),
    ...choices.flatMap((choice, index) => [
      ...((asString(choice.value)?.length ?? 0) > 100
        ? [problem([...path, "choices", index, "value"], "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")]
        : []),
      ...(values.indexOf(choice.value) === index
        ? []
        : [
            problem(
              [...path, "choices", index, "value"],
              "APPLICATION_COMMAND_OPTIONS_CHOICES_DUPLICATE",
              "Choice values must be unique",
            ),
          ]),
    ]),
    ...optionListProblems(asRecords(option.options), [...path, "options"]),
  ];
}

function nameProblems(named: Json, path: readonly (string | number)[]): Problem[] {
  const entries = [
    { name: asString(named.name) ?? "", at: [...path, "name"] },
    ...Object.entries(asRecord(named.name_localizations)).map(([locale, name]) => ({
      name: asString(name) ?? "-",
      at: [...path, "name_localizations", locale],
    })),
  ];
  return entries
    .filter(({ name }) => !NAME.test(name) || name !== name.toLowerCase())
    .map(({ at }) => problem(at, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid"));
}

function localeProblems(named: Json, path: readonly (string | number)[]): Problem[] {
  return (["name_localizations", "description_localizations"] as const).flatMap((field) =>
    Object.keys(asRecord(named[field]))
      .filter((locale) => !LOCALES.includes(locale))
      .map((locale) => problem([...path, field, locale], "BASE_TYPE_CHOICES", "Not a locale Discord knows.")),
  );
}

/** The characters that count towards a command's size: of a localised text the longest version. */
function characters(node: Json): number {
  const longest = (field: "name" | "description") => {
    const others = Object.values(asRecord(node[`${field}_localizations`])).map((text) => asString(text)?.length ?? 0);
    return Math.max(asString(node[field])?.length ?? 0, ...others);
  };
  const choices = asRecords(node.choices).reduce(
    (sum, choice) => sum + (asString(choice.name)?.length ?? 0) + (asString(choice.value)?.length ?? 0),
    0,
  );
  return asRecords(node.options).reduce<number>(
    (sum, option) => sum + characters(option),
    longest("name") + longest("description") + choices,
  );
}
