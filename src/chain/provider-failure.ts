/** Why a provider could not be used for something. Never carries its URL, nor the library's error, which does. */
export class ProviderFailure extends Error {
  /**
   * `down`: it does not answer, so that it is left alone for a while. `unfit`: it answers, but not this.
   * `wrong`: it serves another chain and is never asked again.
   */
  readonly kind: "down" | "unfit" | "wrong";
  readonly code: number | undefined;
  readonly data: unknown;
  /** Seconds it asked to be left alone for. */
  readonly retryAfter: number | undefined;
  /** True when asking once more may help at once: a connection broke. */
  readonly broken: boolean;
  readonly timedOut: boolean;
  /** True when it was asked for too much at once, and answers again after a while. */
  readonly throttled: boolean;
  readonly status: number | undefined;

  constructor(kind: "down" | "unfit" | "wrong", why: string, facts: FailureFacts = {}) {
    super(why);
    this.name = "ProviderFailure";
    this.kind = kind;
    this.code = facts.code;
    this.data = facts.data;
    this.retryAfter = facts.retryAfter;
    this.broken = facts.broken ?? false;
    this.timedOut = facts.timedOut ?? false;
    this.throttled = facts.throttled ?? false;
    this.status = facts.status;
  }
}

type FailureFacts = {
  code?: number | undefined;
  data?: unknown;
  retryAfter?: number | undefined;
  broken?: boolean;
  timedOut?: boolean;
  throttled?: boolean;
  status?: number | undefined;
};
