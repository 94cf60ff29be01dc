import type { App } from "../app.ts";
import { BotError, Halt } from "../errors.ts";

/** Does something about each proposal whatever becomes of the others; then throws the first failure, so that whoever runs this knows of it. */
export async function runEach<T extends { id: number }>(
  app: App,
  proposals: readonly T[],
  doing: string,
  act: (proposal: T) => Promise<unknown>,
): Promise<void> {
  let first: unknown;
  for (const proposal of proposals) {
    try {
      await act(proposal);
    } catch (error) {
      first ??= error;
      if (!(error instanceof BotError)) app.log.error(`could not ${doing} proposal #${proposal.id}`, { error });
      else if (error instanceof Halt) app.log.error(error.message, error.context);
      else app.log.debug(`could not ${doing} proposal #${proposal.id}: ${error.message}`, error.context);
    }
  }
  if (first !== undefined) throw first;
}
