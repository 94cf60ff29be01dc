import { hashOf } from "../canonical.ts";
import type { FrozenElectorate } from "./electorate/source.ts";
import type { Counting, RulePack } from "./rule-pack.ts";

/** What the description on chain is made from: all of it known when the vote opens. */
export type DescribedProposal = {
  id: number;
  server: string;
  title: string;
  /** Each change in words, as the card shows it. */
  changes: readonly string[];
  rulePack: RulePack<Counting>;
  electorate: FrozenElectorate;
};

/** The text a proposal carries on chain; its hash is part of the ids that executors give, so the same facts give the same bytes. */
export function describeOnChain(proposal: DescribedProposal): string {
  return [...beginOf(proposal), ...proposal.changes, endOf(proposal)].join("\n");
}

/** Whether a description is of this proposal, its rules and its electorate; the words of its changes are the config's. */
export function isDescriptionOf(
  description: string,
  proposal: Pick<DescribedProposal, "id" | "server" | "title"> & { rulePack: unknown; electorate: unknown },
): boolean {
  return description.startsWith(`${beginOf(proposal).join("\n")}\n`) && description.endsWith(`\n${endOf(proposal)}`);
}

function beginOf({ id, server, title }: Pick<DescribedProposal, "id" | "server" | "title">): string[] {
  return [title, "", `Steward proposal #${id} of server ${server}`];
}

function endOf({ rulePack, electorate }: { rulePack: unknown; electorate: unknown }): string {
  return `Rules and electorate: ${hashOf({ rulePack, electorate })}`;
}
