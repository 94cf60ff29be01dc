import type { App } from "../app.ts";
import { formatAmount } from "../core/amount.ts";
import { explainPack } from "../core/governance/pack/explain-pack.ts";
import { Refusal } from "../errors.ts";

/** A rule pack in words: what `/rules` says. */
export type RulesView = {
  name: string;
  title: string;
  /** Whether votes get it unless their parameter asks for another. */
  usual: boolean;
  /** Parameters that ask for it by name. */
  parameters: readonly string[];
  sentences: readonly string[];
  periodSeconds: number;
};

/** A rule pack of the config, the usual one unless named; Refusal for a name there is none of. */
export function describeRules({ config }: App, name = config.voting.rulePack): RulesView {
  const pack = config.rulePacks[name];
  if (pack === undefined) {
    throw new Refusal("There are no rules of that name.", {
      hint: `There are: ${Object.keys(config.rulePacks).join(", ")}.`,
    });
  }
  const electorate = config.electorates[config.voting.electorate];
  const words = (weight: bigint) =>
    electorate?.kind === "votes"
      ? `${formatAmount(weight, electorate.decimals)} ${electorate.symbol}`
      : `${formatAmount(weight, 0)} members`;
  return {
    name,
    title: pack.title,
    usual: name === config.voting.rulePack,
    parameters: Object.values(config.parameters).flatMap(({ rulePack, title }) => (rulePack === name ? [title] : [])),
    sentences: explainPack(pack, words),
    periodSeconds: config.voting.periodSeconds,
  };
}

/** Names and titles of all rule packs, from the config alone. */
export function nameRules({ config }: App): { id: string; title: string }[] {
  return Object.entries(config.rulePacks).map(([id, { title }]) => ({ id, title }));
}
