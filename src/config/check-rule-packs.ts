import { wholeShares } from "../core/governance/pack/whole-shares.ts";
import type { Counting, RulePack } from "../core/governance/rule-pack.ts";
import type { Report } from "./problem.ts";
import type { Config } from "./schema.ts";

type PollPack = RulePack<Exclude<Counting, "two-house">>;

/** Checks that each rule pack is voted by electorates that are there, and asks of them what can be known. */
export function checkRulePacks(config: Config, report: Report): void {
  for (const [name, { pack, electorate }] of Object.entries(config.rulePacks)) {
    const where = `rulePacks.${name}`;
    if (electorate !== undefined && config.electorates[electorate] === undefined)
      report(
        `${where}.electorate`,
        `names "${electorate}", which is not under \`electorates\``,
        `electorates.${electorate}`,
      );
    if (pack.counting !== "two-house") {
      checkVoters(config, { where, pack, electorate: electorate ?? config.voting.electorate }, report);
      continue;
    }
    if (electorate !== undefined)
      report(`${where}.electorate`, "decides nothing: each house votes with the electorate of its name");
    for (const [house, rules] of Object.entries(pack.houses))
      checkHouse(config, `${where}.houses.${house}`, house, rules, report);
  }
}

function checkHouse(config: Config, where: string, house: string, pack: PollPack, report: Report): void {
  if (config.electorates[house] === undefined)
    report(where, "votes with the electorate of its name, which is not under `electorates`", `electorates.${house}`);
  checkVoters(config, { where, pack, electorate: house }, report);
}

/** Rules, and who votes by them. */
type Voters = { where: string; pack: PollPack; electorate: string };

function checkVoters(config: Config, { where, pack, electorate }: Voters, report: Report): void {
  const voters = config.electorates[electorate];
  if (voters === undefined) return;
  if (pack.delegation && voters.kind === "role" && !voters.listed)
    report(`${where}.delegation`, "cannot be: of a role that is not listed nobody knows who could give weight away");
  if (pack.root && voters.kind === "nodes" && voters.weigh !== "root-stake")
    report(`${where}.root`, `needs nodes that weigh \`root-stake\`, which those of "${electorate}" do not`);
  const why = whyUnknown(config, electorate, pack.root);
  if (why === undefined) return;
  for (const key of wholeShares(pack))
    report(
      `${where}.${key}`,
      `asks for a share of all weight, which nobody can know of the electorate "${electorate}", because ${why}`,
    );
}

/** Why nobody can know what an electorate weighs altogether; undefined where it can be known. */
function whyUnknown(config: Config, name: string, root?: true): string | undefined {
  const electorate = config.electorates[name];
  if (electorate?.kind === "role" && !electorate.listed) return "its role is not `listed`";
  if (electorate?.kind === "call" && electorate.total === undefined) return "it says no `total`";
  if (root && electorate?.kind !== "nodes") return "with `root` each wallet weighs its square root";
  if (electorate?.kind !== "sum") return undefined;
  const part = electorate.of.find((one) => whyUnknown(config, one.electorate) !== undefined);
  return part && `its part "${part.electorate}" says no \`total\``;
}
