import { parseArgs } from "node:util";
import { secretsOf } from "../config/environment.ts";
import { EXIT_CONFIG } from "../config/problem.ts";
import { BotError, Refusal } from "../errors.ts";
import { createLog, type Log } from "../log.ts";
import type { Setup } from "../setup/setup.ts";
import { explainFailure } from "./explain-failure.ts";
import { readOrExplain } from "./read-or-explain.ts";

/** What is left when an orderly end takes too long. */
const LONGEST_END_MS = 9_500;

/** Runs Steward until it is told to end; resolves with the exit code. */
export async function start(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { plain: { type: "boolean" }, verbose: { type: "boolean" } } });
  const setup = await readOrExplain();
  if (setup === undefined) return EXIT_CONFIG;
  const log = createLog({
    secrets: secretsOf(process.env),
    plain: values.plain ?? false,
    level: values.verbose ? "debug" : "info",
  });
  for (const event of ["uncaughtException", "unhandledRejection"] as const)
    process.on(event, (error) => crash(log, error));
  try {
    return await runUntilTold(setup, log);
  } catch (cause) {
    const error = explainFailure(cause, setup.environment.STEWARD_DATA);
    if (!(error instanceof BotError)) log.error("Steward could not start.", { error });
    else log.error(error.message, { hint: error.hint, ...error.context });
    return 1;
  }
}

async function runUntilTold(setup: Setup, log: Log): Promise<number> {
  const told = listenForEnd();
  const { startSteward } = await import("../steward.ts");
  const steward = await startSteward(setup, log);
  const reason = await Promise.race([told, steward.lost]);
  if (typeof reason === "string") log.info("Steward ends.", { reason });
  else log.error(reason.message, { hint: reason instanceof BotError ? reason.hint : undefined, error: reason });
  // Whatever hangs must not keep the machine from going down.
  setTimeout(() => process.exit(1), LONGEST_END_MS).unref();
  await steward.stop();
  log.info("Steward has ended.");
  // Starting again cannot help where Discord refuses the bot, and each try counts against its token.
  const code = typeof reason === "string" ? 0 : reason instanceof Refusal ? EXIT_CONFIG : 1;
  return leave(code);
}

/** Resolves when a signal comes, or when the parent that started Steward with a channel is gone. */
function listenForEnd(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => resolve(signal));
    if (process.send !== undefined) process.once("disconnect", () => resolve("the parent process is gone"));
  });
}

/** Libraries leave timers and sockets behind; everything of ours is closed by now. */
function leave(code: number): never {
  process.exit(code);
}

/** A bug whose effect nobody can know: better started anew than gone on with. */
function crash(log: Log, error: unknown): void {
  log.error("Steward stops because of a fault.", { error });
  process.exit(1);
}
