import { Refusal, Repeated, Transient } from "../errors.ts";
import type { Log } from "../log.ts";
import { type InteractionSeen, tellInteraction } from "../telemetry.ts";
import type { Answer } from "./command.ts";
import { refusedWith } from "./discord-error.ts";
import { keepChanging } from "./keep-changing.ts";
import { say } from "./reply.ts";
import { ALREADY_ANSWERED, type Responder, UNKNOWN_INTERACTION } from "./responder.ts";
import { isFault, reference, troubleReply } from "./trouble.ts";
import type { Turn } from "./turn.ts";

/** Discord waits three seconds for a first sign; half of that is left for the way there. */
const PATIENCE_MS = 1_500;

type Options = {
  interaction: { id: string };
  /** What was called or pressed, for the figures. */
  name: string;
  isPrivate: boolean;
  respond: Responder;
  log: Log;
  /** Waited for before `run`; the wait counts as part of it. */
  turn: Turn;
  run: () => Answer | Promise<Answer>;
};

/**
 * Runs what was asked, then answers. What takes longer is announced first, and answered when it is done; so an effect is
 * confirmed only after it was committed, and a late or lost answer never undoes it.
 */
export async function answer({ interaction, name, isPrivate, respond, log, turn, run }: Options): Promise<void> {
  const facts = { interaction: interaction.id, reference: reference(interaction.id) };
  const arrived = performance.now();
  let ackMs: number | undefined;
  const said = () => {
    ackMs ??= performance.now() - arrived;
  };
  const outcome = settle(async () => {
    await turn();
    return run();
  });
  const first = await Promise.race([outcome, pause(PATIENCE_MS)]);
  if (first === undefined) await respond.defer(isPrivate).then(said, (error: unknown) => logUnsaid(log, error, facts));

  const { value, error } = await outcome;
  if (error instanceof Repeated) log.debug("interaction delivered again; its first delivery is answered", facts);
  else {
    if (error !== undefined && isFault(error)) log.error("interaction failed", { ...facts, error });
    const result = value ?? troubleReply(error, interaction.id);
    const saidNow = () => {
      said();
      // Not waited for: the answer is given, and Steward may end meanwhile.
      if ("changing" in result && result.changing) void keepChanging(result.changing, respond, log);
    };
    await deliver(result, first === undefined, isPrivate, respond, error !== undefined).then(
      saidNow,
      (failure: unknown) => logUnsaid(log, failure, facts),
    );
  }
  tellInteraction({ command: name, outcome: outcomeOf(error), ackMs });
}

function outcomeOf(error: unknown): InteractionSeen["outcome"] {
  if (error === undefined) return "ok";
  if (error instanceof Repeated) return "repeated";
  if (error instanceof Refusal) return "refused";
  return error instanceof Transient ? "transient" : "failed";
}

function deliver(
  result: Answer,
  deferred: boolean,
  isPrivate: boolean,
  respond: Responder,
  isTrouble: boolean,
): Promise<void> {
  if ("modal" in result) {
    return deferred
      ? respond.complete(say("waiting", "That took too long to open a form. Please try again."))
      : respond.open(result.modal);
  }
  return deferred ? respond.complete(result) : respond.reply(result, isPrivate || isTrouble);
}

type Settled = { value?: Answer; error?: unknown };

async function settle(run: () => Answer | Promise<Answer>): Promise<Settled> {
  try {
    return { value: await run() };
  } catch (error) {
    return { error };
  }
}

function logUnsaid(log: Log, error: unknown, facts: Record<string, unknown>): void {
  const late = refusedWith(error, UNKNOWN_INTERACTION, ALREADY_ANSWERED);
  if (late) log.info("answer came too late or was given before; what was done stays done", facts);
  else log.warn("answer could not be given; what was done stays done", { ...facts, error });
}

function pause(ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms, undefined).unref();
  });
}
