import { formatDuration } from "../../core/duration.ts";
import { countedIn, sayWeight } from "../../core/governance/electorate/say-weight.ts";
import type { FrozenElectorate } from "../../core/governance/electorate/source.ts";
import type { ElectoratePlan, PlannedSource } from "../../core/governance/life-stage.ts";
import { summarizePack } from "../../core/governance/pack/summarize-pack.ts";
import type { Counting, RulePack } from "../../core/governance/rule-pack.ts";
import { plain } from "../../core/sanitize.ts";

type Electorate = FrozenElectorate | ElectoratePlan;

/** A weight as members read it, floored to two decimals: `24,200 HELIO`, `3 members`. */
export function formatWeight(weight: bigint, source: Electorate["source"]): string {
  return plain(sayWeight(source, weight), 60);
}

/** What a voter weighs: one weight, or one for each house in which the voter has some. */
export function formatWeights(weights: readonly { house: string; weight: bigint }[], { source }: Electorate): string {
  const said = weights.map(({ house, weight }) => {
    const own = source.kind === "houses" ? source.houses[house]?.source : source;
    return { weight, words: own === undefined ? "" : formatWeight(weight, own) };
  });
  const held = said.filter(({ weight }) => weight > 0n);
  return (held.length > 0 ? held : said.slice(0, 1)).map(({ words }) => words).join(" and ");
}

/** The rules of a vote in a sentence. */
export function ruleSentence(pack: RulePack<Counting>, electorate: Electorate): string {
  const summary = summarizePack(pack, (house) => {
    const { source } = houseOf(electorate, house);
    const rules = pack.counting === "two-house" ? pack.houses[house] : pack;
    return (weight) => sayWeight(countedIn(source, rules ?? {}), weight);
  });
  return `${plain(pack.title, 60)} rules: ${plain(summary, 500)}. \`/rules\` explains them.`;
}

/** Who may vote, and at which block their weight was taken. */
export function electorateSentence(electorate: Electorate, chainName: (id: number) => string): string {
  const { source } = electorate;
  if (source.kind === "houses") {
    const houses = Object.entries(source.houses).map(
      ([house, own]) => `${house}: ${whoVotes(own, chainName)}${inAll(own)}`,
    );
    return `Who votes, ${houses.join("; ")}.`;
  }
  return `Who votes: ${whoVotes(electorate, chainName)}${inAll(electorate)}.`;
}

/** All the weight there is, where it is known. */
function inAll(electorate: Electorate): string {
  if (!("total" in electorate) || electorate.total === undefined) return "";
  return `, ${formatWeight(electorate.total, electorate.source)} in all`;
}

function whoVotes(electorate: Electorate, chainName: (id: number) => string): string {
  const { source } = electorate;
  switch (source.kind) {
    case "role": {
      const roles = source.roles.map((role) => `<@&${role}>`).join(", ");
      return `${roles}, one vote each, ${source.listed ? "as listed when the vote opened" : "whoever carries the role when voting"}`;
    }
    case "sum": {
      const parts: readonly { electorate: Electorate }[] = source.of;
      return `linked wallets, with the sum of ${parts.map((part) => thing(part.electorate.source)).join(" and ")}`;
    }
    case "houses":
      return "several houses";
    case "nodes":
      return `linked wallets that own nodes${atBlock(electorate, chainName)}${nodeRuleWords(source)}`;
    default:
      return `linked wallets, with ${thing(source)}${atBlock(electorate, chainName)}`;
  }
}

/** Which nodes weigh what, where not each weighs the same. */
function nodeRuleWords(source: Extract<Electorate["source"], { kind: "nodes" }>): string {
  const { weigh, minimumAgeSeconds, paidWithinSeconds, mostPerNode, mostPerOperator } = source.rule;
  const parts = [
    weigh === "one" ? "" : `each by ${weigh === "stake" ? "its stake" : "the square root of its stake"}`,
    minimumAgeSeconds === undefined ? "" : `at least ${formatDuration(BigInt(minimumAgeSeconds))} old`,
    paidWithinSeconds === undefined ? "" : `paid within ${formatDuration(BigInt(paidWithinSeconds))} before`,
    mostPerNode === undefined ? "" : `at most ${formatWeight(mostPerNode, source)} for a node`,
    mostPerOperator === undefined ? "" : `at most ${formatWeight(mostPerOperator, source)} for an operator`,
  ].filter(Boolean);
  return parts.length === 0 ? "" : ` (${parts.join("; ")})`;
}

function thing(source: PlannedSource | FrozenElectorate["source"]): string {
  if (source.kind === "votes") return `their ${plain(source.symbol, 16)} votes`;
  if (source.kind === "nodes") return "their nodes";
  return "symbol" in source ? `the ${plain(source.symbol, 16)} they held` : "their weight";
}

function atBlock(electorate: Electorate, chainName: (id: number) => string): string {
  if (!("snapshot" in electorate) || electorate.snapshot === undefined) return "";
  const { chain, block } = electorate.snapshot;
  return ` at ${plain(chainName(chain), 40)} block ${block}`;
}

function houseOf(electorate: Electorate, house: string): Electorate {
  const { source } = electorate;
  return (source.kind === "houses" ? source.houses[house] : undefined) ?? electorate;
}
