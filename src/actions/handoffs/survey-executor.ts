import type { App } from "../../app.ts";
import { hashCode } from "../../core/governance/actions-hash.ts";
import type { Action } from "../../core/governance/proposal.ts";
import { Refusal } from "../../errors.ts";
import type { Survey } from "../../executors/executor.ts";
import { findExecutor } from "../../executors/index.ts";

/** Reads, at the newest final block, what the ids of these actions follow from besides them; Refusal where nothing could be executed. */
export async function surveyExecutor(app: App, actions: readonly Action[]): Promise<Survey> {
  const [first] = actions;
  if (first === undefined) return {};
  const executor = findExecutor(app.config, first.executor);
  const chain = app.chains.get(executor.chain);
  const block = await chain.finalized();
  const survey = await chain.read(block, executor.survey());
  // The description is no part of which code is run.
  for (const { address, codeHashes } of executor.borrowed({ actions, description: "", survey })) {
    if (codeHashes.includes(hashCode(await chain.code(address, block)))) continue;
    throw new Refusal(
      `The code at ${address}, which would run in the account's own name, is none that Steward knows.`,
      {
        hint: `A maintainer has to correct executor "${executor.name}", or the actions have to be voted on one by one.`,
      },
    );
  }
  return survey;
}
