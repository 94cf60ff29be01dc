/** Something wrong with what Steward was told: where, and what to do. Never the value itself, which may be a secret. */
export type Problem = {
  where: string;
  what: string;
  /** The entry, as `section.name`, that is referred to and was not found. */
  refersTo?: string;
};

/** Notes a problem, and the entry it refers to in vain. */
export type Report = (where: string, what: string, refersTo?: string) => void;

/** Everything wrong with environment and config at once; ends the process with code 78. */
export class ConfigError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ where, what }) => `${where}: ${what}`).join("\n"));
    this.name = "ConfigError";
    this.problems = problems;
  }
}

/** The exit code for a setup that has to be corrected before a start can succeed (sysexits' EX_CONFIG). */
export const EXIT_CONFIG = 78;
