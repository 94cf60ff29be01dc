import type { App } from "../app.ts";
import { BotError, Halt, Transient } from "../errors.ts";

/** Does something about each proposal whatever becomes of the others, and gives what failed. */
export async function runEach<T extends { id: number }>(
  app: App,
  proposals: readonly T[],
  doing: string,
  act: (proposal: T) => unknown,
): Promise<unknown[]> {
  const failures: unknown[] = [];
  for (const proposal of proposals) {
    try {
      await act(proposal);
    } catch (error) {
      failures.push(error);
      if (!(error instanceof BotError)) app.log.error(`could not ${doing} proposal #${proposal.id}`, { error });
      else if (error instanceof Halt) app.log.error(error.message, error.context);
      else app.log.debug(`could not ${doing} proposal #${proposal.id}: ${error.message}`, error.context);
    }
  }
  return failures;
}

/** Throws the first of what failed, so that whoever runs this knows of it; what has to halt about one proposal halts no other. */
export function reportFailures(...failures: readonly unknown[]): void {
  const [first] = failures;
  if (first instanceof Halt) throw new Transient(first.message, { cause: first, context: first.context });
  if (first !== undefined) throw first;
}
