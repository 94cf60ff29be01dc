import type { App } from "../../app.ts";
import { countedIn, sayWeight } from "../../core/governance/electorate/say-weight.ts";
import type { ElectoratePlan } from "../../core/governance/life-stage.ts";
import { explainPack } from "../../core/governance/pack/explain-pack.ts";
import { Refusal } from "../../errors.ts";
import { nameChains } from "../name-chain.ts";
import { planElectorate } from "../proposals/plan-electorate.ts";

/** A rule pack in words: what `/rules` says. */
export type RulesView = {
  name: string;
  title: string;
  /** Whether votes get it unless their parameter asks for another. */
  usual: boolean;
  /** Parameters that ask for it by name. */
  parameters: readonly string[];
  sentences: readonly string[];
  /** Who votes by it, under its name in the config. */
  electorate: ElectoratePlan;
  chainNames: Readonly<Record<number, string>>;
  periodSeconds: number;
};

/** A rule pack of the config, the usual one unless named; Refusal for a name there is none of. */
export function describeRules(app: App, name = app.config.voting.rulePack): RulesView {
  const { config } = app;
  const rules = Object.hasOwn(config.rulePacks, name) ? config.rulePacks[name] : undefined;
  if (rules === undefined) {
    throw new Refusal("There are no rules of that name.", {
      hint: `There are: ${Object.keys(config.rulePacks).join(", ")}.`,
    });
  }
  const { pack, electorate = config.voting.electorate } = rules;
  const plan = planElectorate(config, electorate, pack);
  const sourceOf = (house: string) =>
    plan.source.kind === "houses" ? (plan.source.houses[house]?.source ?? plan.source) : plan.source;
  const wordsOf = (house: string) => {
    const rooted = pack.counting === "two-house" ? pack.houses[house] : pack;
    return (weight: bigint) => sayWeight(countedIn(sourceOf(house), rooted ?? {}), weight);
  };
  return {
    name,
    title: pack.title,
    usual: name === config.voting.rulePack,
    parameters: Object.values(config.parameters).flatMap(({ rulePack, title }) => (rulePack === name ? [title] : [])),
    sentences: explainPack(pack, wordsOf, (weight) => sayWeight(plan.source, weight)),
    electorate: plan,
    chainNames: nameChains(app),
    periodSeconds: pack.life?.votingSeconds ?? config.voting.periodSeconds,
  };
}

/** Names and titles of all rule packs, from the config alone. */
export function nameRules({ config }: App): { id: string; title: string }[] {
  return Object.entries(config.rulePacks).map(([id, { pack }]) => ({ id, title: pack.title }));
}
