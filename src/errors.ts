type Options = {
  /** One sentence that tells the reader what to do next. May be shown to a member. */
  hint?: string;
  /** Facts for the log. Never shown to a member. */
  context?: Record<string, unknown>;
  cause?: unknown;
};

/** A failure that was expected. Its message and hint may be shown to a member; its context may not. */
export class BotError extends Error {
  readonly hint: string | undefined;
  readonly context: Record<string, unknown>;

  constructor(message: string, options: Options = {}) {
    super(message, { cause: options.cause });
    this.name = new.target.name;
    this.hint = options.hint;
    this.context = options.context ?? {};
  }
}

/** The request was understood and refused. Never retried, never an alarm. */
export class Refusal extends BotError {}

/** A remote failed in a way that may pass. The next run tries again. */
export class Transient extends BotError {}

/** Something that must never happen has happened (a reorg below finality, a broken hash chain): stop that part, loudly. */
export class Halt extends BotError {}

/** This very interaction has been acted upon before; its first delivery has been or will be answered. */
export class Repeated extends BotError {}
