import type { Config } from "../../config/schema.ts";
import type { ElectorateConfig } from "../../config/voting.ts";
import type { ElectoratePlan, PlannedSource } from "../../core/governance/life-stage.ts";
import type { Counting, RulePack } from "../../core/governance/rule-pack.ts";
import { Refusal } from "../../errors.ts";

/** Who is to vote by a pack, as the config says it now: the named electorate, or of houses each the one of its name. */
export function planElectorate(config: Config, name: string, pack: RulePack<Counting>): ElectoratePlan {
  if (pack.counting !== "two-house") return planOne(config, name);
  const houses = Object.keys(pack.houses).map((house) => [house, planOne(config, house)] as const);
  return {
    name: Object.keys(pack.houses).join(" and "),
    source: { kind: "houses", houses: Object.fromEntries(houses) },
  };
}

function planOne(config: Config, name: string): ElectoratePlan {
  const settings = Object.hasOwn(config.electorates, name) ? config.electorates[name] : undefined;
  if (settings === undefined) throw new Refusal(`There is no electorate "${name}" in the config.`);
  const excluded = "excluded" in settings ? settings.excluded : undefined;
  return { name, source: sourceOf(config, settings), ...(excluded === undefined ? {} : { excluded }) };
}

function sourceOf(config: Config, settings: ElectorateConfig): PlannedSource {
  switch (settings.kind) {
    case "role":
      return { kind: "role", roles: settings.roles, ...(settings.listed ? { listed: true } : {}) };
    case "sum": {
      const { symbol, decimals, of } = settings;
      const parts = of.map(({ electorate, times }) => ({ times, electorate: planOne(config, electorate) }));
      return { kind: "sum", symbol, decimals, of: parts };
    }
    case "nodes": {
      const { rewards, stake, symbol, decimals, weigh } = settings;
      const { minimumAgeSeconds, paidWithinSeconds, mostPerNode, mostPerOperator } = settings;
      const chain = config.rewards[rewards]?.chain;
      if (chain === undefined) throw new Refusal(`There is no source of rewards "${rewards}" in the config.`);
      const rule = {
        weigh,
        ...(minimumAgeSeconds === undefined ? {} : { minimumAgeSeconds }),
        ...(paidWithinSeconds === undefined ? {} : { paidWithinSeconds }),
        ...(mostPerNode === undefined ? {} : { mostPerNode }),
        ...(mostPerOperator === undefined ? {} : { mostPerOperator }),
      };
      return { kind: "nodes", chain, rewards, rule, symbol, decimals, ...(stake === undefined ? {} : { stake }) };
    }
    default: {
      const { excluded: _, ...source } = settings;
      return source;
    }
  }
}
