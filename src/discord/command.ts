import type { App, OutgoingFile } from "../app.ts";
import type { Component } from "./components.ts";
import type { CommandData, Invocation, OptionNames } from "./options.ts";

/** Who may call: checked against the payload's role ids at every call and every click. */
export type Audience = "everyone" | "member" | "maintainer" | "treasurer";

/** Whoever called, as Discord names them in the interaction. The names are hostile text: see core/sanitize. */
export type Member = { id: string; username: string; displayName: string; roles: readonly string[] };

/** Makes the id of a button or modal that only Steward can have made, and for which the kind's handler answers. */
export type Seal = (kind: string, ...args: (string | number)[]) => string;

/** What every call, click and submitted form knows. */
export type Caller = {
  member: Member;
  /** The interaction's id, to be claimed by whatever has an effect, and when Discord made it. */
  interaction: { id: string; sentAtMs: number };
  /** For buttons in the answer: whoever else presses them is refused. */
  seal: Seal;
};

/** A call of a command, with the options it declared. */
export type Call<D> = Caller & Invocation<D>;

/** A press of a button, or a choice in a select (then with values). */
export type Press = Caller & { args: readonly string[]; values: readonly string[] };

/** A form as it was sent, its fields by id. */
export type Submission = Caller & { args: readonly string[]; fields: Readonly<Record<string, string>> };

/** What is typed so far into an option, and the other options filled in so far, by name; nothing of it has been checked. */
export type Typing = {
  member: Member;
  typed: string;
  subcommand: string | undefined;
  given: Readonly<Record<string, string | number | boolean>>;
};

/** One offer of an autocomplete. Labels longer than Discord takes are cut; values must not be. */
export type Choice = { name: string; value: string | number };

/** An answer to whoever called. */
export type Reply = {
  components: readonly Component[];
  files?: readonly OutgoingFile[];
  /** Replaces the message whose button was pressed, instead of answering below it. */
  replace?: boolean;
  /** Where the answer goes on changing. */
  changing?: Changing;
};

/**
 * How an answer goes on changing: what it says next and whether there will be more, how often that is asked, and for how long at most.
 * Discord takes five edits in five seconds, and none a quarter of an hour after the call.
 */
export type Changing = {
  next: () => { reply: Reply; more: boolean } | Promise<{ reply: Reply; more: boolean }>;
  everyMs: number;
  forMs: number;
};

/** A form to fill in; it must be opened within the first second and a half. */
export type ModalReply = { modal: Modal };

/** A form; its id comes from `seal`, and the kind's modal handler gets its fields. */
export type Modal = { id: string; title: string; fields: readonly ModalField[] };

/** One field of a form, asked for unless `required` is false. */
export type ModalField = {
  id: string;
  label: string;
  description?: string;
  style: "short" | "paragraph";
  placeholder?: string;
  /** What stands there when the form opens; cut where it is too long. */
  value?: string;
  required?: boolean;
  maxLength?: number;
};

/** What a handler gives back; the router brings it to Discord. */
export type Answer = Reply | ModalReply;

/** Answers the presses of one kind of button or select. */
export type PressHandler = {
  /** `card`: on a message from the outbox, and only there. `personal`: in an answer to the one member it was sealed for. */
  on: "card" | "personal";
  audience?: Audience;
  run: (app: App, press: Press) => Answer | Promise<Answer>;
};

/** Answers the forms of one kind. */
export type ModalHandler = { audience?: Audience; run: (app: App, submission: Submission) => Answer | Promise<Answer> };

type Completer = (app: App, typing: Typing) => readonly Choice[] | Promise<readonly Choice[]>;

type Definition<D, C> = {
  data: D;
  audience: Audience;
  /** Whether others see the answer. Default: private. A refusal that comes at once is always private. */
  visibility?: "private" | "public";
  run: (app: App, call: C) => Answer | Promise<Answer>;
  /** By option name; those options are then completed while typing. */
  autocomplete?: { readonly [N in OptionNames<D>]?: Completer };
  /** By kind, the first part of what `seal` is given. */
  buttons?: Readonly<Record<string, PressHandler>>;
  selects?: Readonly<Record<string, PressHandler>>;
  modals?: Readonly<Record<string, ModalHandler>>;
};

/** A command as the router takes it: with the types of its options forgotten. */
export type Command = Omit<
  Definition<CommandData, Caller & { subcommand: string | undefined; options: Record<string, unknown> }>,
  "autocomplete"
> & {
  autocomplete?: Readonly<Record<string, Completer>>;
};

/** Declares a slash command: its data, who may call it, and what it does. The types of its options follow from the data. */
export function command<const D extends CommandData>(definition: Definition<D, Call<D>>): Command {
  // The router builds `options` from the same declaration, so what is forgotten here is kept there.
  return definition as unknown as Command;
}
