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
export function describeOnChain({ id, server, title, changes, rulePack, electorate }: DescribedProposal): string {
  return [
    title,
    "",
    `Steward proposal #${id} of server ${server}`,
    ...changes,
    `Rules and electorate: ${hashOf({ rulePack, electorate })}`,
  ].join("\n");
}
