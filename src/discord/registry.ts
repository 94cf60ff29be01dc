import { Refusal } from "../errors.ts";
import type { Command, ModalHandler, PressHandler } from "./command.ts";

type Owned<H> = H & { command: Command };

/** Who answers what: commands by name, presses and forms by kind. */
export type Registry = {
  command: (name: string) => Command;
  press: (kind: string) => Owned<PressHandler>;
  modal: (kind: string) => Owned<ModalHandler>;
  /** Whether a press or a form of this kind has a handler. */
  knows: (kind: string) => boolean;
};

/** Builds the registry; two handlers for one name or kind are a fault found at start, not at the first click. */
export function createRegistry(commands: readonly Command[]): Registry {
  const byName = index(commands.map((command) => [command.data.name, command]));
  const presses = index(commands.flatMap((command) => owned(command, { ...command.buttons, ...command.selects })));
  const modals = index(commands.flatMap((command) => owned(command, command.modals ?? {})));
  return {
    command: (name) => byName.get(name) ?? outdated("command"),
    press: (kind) => presses.get(kind) ?? outdated("card"),
    modal: (kind) => modals.get(kind) ?? outdated("form"),
    knows: (kind) => presses.has(kind) || modals.has(kind),
  };
}

/** Refuses what an earlier version of Steward has left behind. */
export function outdated(what: "card" | "form" | "command"): never {
  throw new Refusal(`This ${what} is outdated.`, {
    hint:
      what === "command"
        ? "Reload Discord, and try again."
        : "Please start again with the command; `/help` lists them all.",
  });
}

function owned<H>(command: Command, handlers: Readonly<Record<string, H>>): [string, Owned<H>][] {
  return Object.entries(handlers).map(([kind, handler]) => [kind, { ...handler, command }]);
}

function index<T>(entries: [string, T][]): Map<string, T> {
  const map = new Map(entries);
  if (map.size !== entries.length)
    throw new Error(`Two handlers answer to one name: ${entries.map(([name]) => name).join(", ")}`);
  return map;
}
