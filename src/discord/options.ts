/** What a command asks for besides its name. Its value's type follows from this declaration. */
export type OptionSpec =
  | (Common & { type: "string"; minLength?: number; maxLength?: number; choices?: Readonly<Record<string, string>> })
  | (Common & { type: "integer"; min?: number; max?: number })
  | (Common & { type: "boolean" })
  | (Common & { type: "member" });

type Common = {
  /** One short sentence, shown while the member types; at most 100 characters. */
  description: string;
  required?: boolean;
};

/** Options by name, in the order they are offered; the required ones come first. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** A part of a command: `/wallet link`. */
export type SubcommandSpec = { description: string; options?: OptionSpecs };

/** A command as members see it: either options or subcommands. */
export type CommandData = { name: string; description: string } & (
  | { options?: OptionSpecs; subcommands?: undefined }
  | { options?: undefined; subcommands: Readonly<Record<string, SubcommandSpec>> }
);

/** The value an option arrives as: a choice is one of its keys, a member is a Discord id. */
type ValueOf<O> = O extends { type: "string"; choices: infer C }
  ? keyof C & string
  : O extends { type: "integer" }
    ? number
    : O extends { type: "boolean" }
      ? boolean
      : string;

/** Every declared option by name; one that is not required may be undefined. */
export type OptionsOf<S> = S extends OptionSpecs
  ? { readonly [N in keyof S]: S[N] extends { required: true } ? ValueOf<S[N]> : ValueOf<S[N]> | undefined }
  : Readonly<Record<never, never>>;

type FieldOf<T, K extends string> = T extends { readonly [P in K]?: infer V } ? V : undefined;

/** Which subcommand was called, and its options: comparing `subcommand` narrows `options`. */
export type Invocation<D> = D extends { subcommands: infer S }
  ? { [N in keyof S & string]: { subcommand: N; options: OptionsOf<FieldOf<S[N], "options">> } }[keyof S & string]
  : { subcommand: undefined; options: OptionsOf<FieldOf<D, "options">> };

/** Names of all options of a command, whatever the subcommand. */
export type OptionNames<D> = D extends { subcommands: infer S }
  ? { [N in keyof S]: keyof OptionsOf<FieldOf<S[N], "options">> }[keyof S] & string
  : keyof OptionsOf<FieldOf<D, "options">> & string;
