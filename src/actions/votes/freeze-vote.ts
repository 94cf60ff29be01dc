import { zeroAddress } from "viem";
import type { VoteRow } from "../../../db/votes.ts";
import type { App } from "../../app.ts";
import { hashActions } from "../../core/governance/actions-hash.ts";
import { describeOnChain } from "../../core/governance/description.ts";
import type { FrozenElectorate } from "../../core/governance/electorate/source.ts";
import type { ProposalContent } from "../../core/governance/life-stage.ts";
import { type Action, hashProposal } from "../../core/governance/proposal.ts";
import type { Survey } from "../../executors/executor.ts";
import { findExecutor } from "../../executors/index.ts";
import { describeLines } from "../calls/describe-action.ts";

/** What a vote is frozen from. */
export type VoteDraft = {
  id: number;
  author: string;
  content: ProposalContent;
  electorate: FrozenElectorate;
  openedAt: number;
  /** What was read of the executor that would carry it out. */
  survey: Survey;
};

/** Completes a vote with everything that follows from its proposal's number: description, hashes, and the ids its executor will give. */
export function freezeVote(app: App, { id, author, content, electorate, openedAt, survey }: VoteDraft): VoteRow {
  const { title, body, choices, actions, rulePack, votingSeconds } = content;
  const { server } = app.config;
  const changes = actions.flatMap((action) => changeWords(app, action));
  const description = describeOnChain({ id, server, title, changes, rulePack, electorate });
  const frozen = {
    ...{ id, author, title, body, choices, actions, rulePack, electorate, description },
    ...predict(app, actions, description, survey),
    openedAt,
    closesAt: openedAt + votingSeconds,
  };
  return { ...frozen, hash: hashProposal({ ...frozen, server }) };
}

function changeWords(app: App, action: Action): string[] {
  const lines = describeLines(app, action);
  const says = lines.map(({ title, before, after }) =>
    before === "" ? `${title}: ${after}` : `${title}: ${before} → ${after}`,
  );
  return [...says, `${lines[0]?.call ?? action.calldata} on ${action.target}, chain ${action.chain}`];
}

function predict(
  app: App,
  actions: readonly Action[],
  description: string,
  survey: Survey,
): Pick<VoteRow, "actionsHash" | "predicted"> {
  const [first] = actions;
  // A vote that asks the chain for nothing is carried out by nobody.
  if (first === undefined)
    return { actionsHash: hashActions({ chain: 0, executor: zeroAddress, actions, description }), predicted: [] };
  const executor = findExecutor(app.config, first.executor);
  const isTold = Object.keys(survey).length > 0;
  return {
    actionsHash: hashActions({ chain: executor.chain, executor: executor.address, actions, description }),
    predicted: executor.predict(actions, description, survey).map((known, index) => ({
      ...{ executor: executor.name, ...known },
      ...(index === 0 && isTold ? { survey } : {}),
    })),
  };
}
