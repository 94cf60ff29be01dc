import type { APIApplicationCommandBasicOption } from "discord-api-types/v10";
import { type Command, OPTION, type OptionValue } from "./wire.ts";

/** An option one fills in. */
export type Option = APIApplicationCommandBasicOption;

/** Something one can call: a command, or one subcommand of it. */
export type Entry = {
  /** As typed after the slash: `vote` or `proposal create`. */
  key: string;
  name: string;
  subcommand?: string;
  description: string;
  options: readonly Option[];
};

/** What was entered for one option: the words in its box, and the value once they mean one. */
export type Given = { words: string; value?: OptionValue | undefined; problem?: string | undefined };

/** What was entered so far, by option name; an option that is not on the screen is absent. */
export type Entered = Readonly<Record<string, Given>>;

/** Every command and subcommand, in the order of their names. */
export function entriesOf(commands: readonly Command[]): Entry[] {
  const entries = commands.filter((command) => (command.type ?? 1) === 1).flatMap(ofCommand);
  return entries.sort((a, b) => a.key.localeCompare(b.key));
}

function ofCommand(command: Command): Entry[] {
  const { name, description, options = [] } = command;
  const nested = options.flatMap((option): Entry[] => {
    if (option.type === OPTION.subcommand) return [sub(name, option.name, option.description, option.options)];
    if (option.type !== OPTION.group) return [];
    return (option.options ?? []).map((child) =>
      sub(name, `${option.name} ${child.name}`, child.description, child.options),
    );
  });
  if (nested.length > 0) return nested;
  return [{ key: name, name, description, options: options as Option[] }];
}

function sub(name: string, subcommand: string, description: string, options: readonly Option[] = []): Entry {
  return { key: `${name} ${subcommand}`, name, subcommand, description, options };
}

/** The entries that fit what was typed after the slash: beginnings first, then any other place. */
export function matching(entries: readonly Entry[], typed: string): Entry[] {
  const query = typed.trim().toLowerCase();
  const starts = entries.filter((entry) => entry.key.startsWith(query));
  const holds = entries.filter((entry) => !entry.key.startsWith(query) && entry.key.includes(query));
  return [...starts, ...holds];
}

/** What typed words mean for an option that is not picked from a list. */
export function understand(option: Option, words: string): Given {
  const text = words.trim();
  if (text === "") return { words };
  const problem = (reason: string): Given => ({ words, problem: reason });
  if (option.type === OPTION.string) return understandText(option, words);
  if (option.type !== OPTION.integer && option.type !== OPTION.number) return problem("Pick one from the list");
  const whole = option.type === OPTION.integer;
  if (!(whole ? /^-?\d{1,15}$/ : /^-?\d{1,15}(\.\d+)?$/).test(text))
    return problem(whole ? "Give a whole number" : "Give a number");
  const value = Number(text);
  if ("min_value" in option && option.min_value !== undefined && value < option.min_value)
    return problem(`At least ${option.min_value}`);
  if ("max_value" in option && option.max_value !== undefined && value > option.max_value)
    return problem(`At most ${option.max_value}`);
  return { words, value };
}

function understandText(option: Option & { type: 3 | number }, words: string): Given {
  const { min_length: min, max_length: max } = option as { min_length?: number; max_length?: number };
  if (min !== undefined && words.length < min) return { words, problem: `At least ${min} characters` };
  if (max !== undefined && words.length > max) return { words, problem: `At most ${max} characters` };
  return { words, value: words };
}

/** The first option that still keeps the command from being sent, if any. */
export function firstMissing(entry: Entry, entered: Entered): Option | undefined {
  return entry.options.find((option) => {
    const given = entered[option.name];
    if (!given) return option.required === true;
    return given.problem !== undefined || given.value === undefined;
  });
}

/** The values to send. */
export function valuesOf(entered: Entered): Record<string, OptionValue> {
  return Object.fromEntries(
    Object.entries(entered).flatMap(([name, given]) => (given.value === undefined ? [] : [[name, given.value]])),
  );
}

/** Optional options not yet on the screen. */
export function remaining(entry: Entry, entered: Entered): Option[] {
  return entry.options.filter((option) => !(option.name in entered));
}
