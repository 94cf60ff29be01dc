import { validate as isCron } from "node-cron";
import { takesSides } from "../core/governance/ballots/written-choice.ts";
import { checkNodeAlerts } from "./check-node-alerts.ts";
import { checkPrices } from "./check-prices.ts";
import { checkRulePacks } from "./check-rule-packs.ts";
import { checkTokenNames } from "./check-tokens.ts";
import type { Problem, Report } from "./problem.ts";
import type { Config } from "./schema.ts";
import type { ElectorateConfig } from "./voting.ts";

/** What the checks of a config need to know beyond it. */
export type Known = {
  /** Chain ids that have RPC URLs. */
  chains: readonly number[];
  jobs: readonly string[];
  /** Says what is wrong with a parameter's signatures, codec and guardrails; by its name in the config. */
  checkParameter: (config: Config, name: string) => readonly string[];
  /** Says what is wrong with the signatures that an electorate is read by. */
  checkSignatures: (electorate: ElectorateConfig) => readonly string[];
};

/** Checks what no single key can know: that every name used exists and that everything fits together. */
export function checkConfig(config: Config, known: Known): Problem[] {
  const problems: Problem[] = [];
  const report: Report = (where, what, refersTo) => problems.push({ where, what, ...(refersTo && { refersTo }) });
  checkChains(config, known, report);
  checkNames(config, report);
  for (const [name, electorate] of Object.entries(config.electorates))
    for (const what of known.checkSignatures(electorate)) report(`electorates.${name}`, what);
  checkAdapters(config, report);
  checkNodeAlerts(config, report);
  checkJobs(config, known, report);
  for (const name of Object.keys(config.parameters)) checkParameter(config, name, known, report);
  return problems;
}

/** A chain of the config has no RPC URL. */
export function missingUrl(id: string): Problem {
  return { where: `RPC_URLS_${id}`, what: `is missing: chain ${id} of the config needs at least one RPC URL` };
}

function checkChains(config: Config, known: Known, report: Report): void {
  const problem = ({ where, what }: Problem) => report(where, what);
  for (const id of Object.keys(config.chains)) {
    if (!known.chains.includes(Number(id))) problem(missingUrl(id));
  }
  const uses: [where: string, id: number | undefined][] = [
    ["wallets.chain", config.wallets.chain],
    ...named("tokens", config.tokens),
    ...named("prices", config.prices),
    ...named("executors", config.executors),
    ...named("parameters", config.parameters),
    ...named("rewards", config.rewards),
    ...named("positions", config.positions),
    ...Object.entries(config.electorates).map(([name, entry]): [string, number | undefined] => [
      `electorates.${name}.chain`,
      "chain" in entry ? entry.chain : undefined,
    ]),
    ...config.treasury.map((account, index): [string, number] => [`treasury.${index}.chain`, account.chain]),
    ...config.gas.payers.map((account, index): [string, number] => [`gas.payers.${index}.chain`, account.chain]),
  ];
  for (const [where, id] of uses)
    if (id !== undefined && config.chains[id] === undefined)
      report(where, `names chain ${id}, which is not under \`chains\``, `chains.${id}`);
}

function named(section: string, entries: Record<string, { chain: number }>): [string, number][] {
  return Object.entries(entries).map(([name, entry]) => [`${section}.${name}.chain`, entry.chain]);
}

function checkNames(config: Config, report: Report): void {
  const has = (section: "rulePacks" | "electorates" | "prices" | "tokens", name: string | undefined, where: string) => {
    if (name !== undefined && config[section][name] === undefined)
      report(where, `names "${name}", which is not under \`${section}\``, `${section}.${name}`);
  };
  has("rulePacks", config.voting.rulePack, "voting.rulePack");
  has("electorates", config.voting.electorate, "voting.electorate");
  checkRulePacks(config, report);
  checkElectorates(config, report);
  checkTokenNames(config, report);
  for (const [id, { coinPrice }] of Object.entries(config.chains)) has("prices", coinPrice, `chains.${id}.coinPrice`);
  checkPrices(config, report);
  for (const section of ["transfers", "calls"] as const) {
    const spending = config[section];
    if (spending === undefined) continue;
    has("rulePacks", spending.rulePack, `${section}.rulePack`);
    checkRules(config, section, spending, report);
    const { executor } = spending;
    if (config.executors[executor] === undefined)
      report(`${section}.executor`, `names "${executor}", which is not under \`executors\``, `executors.${executor}`);
  }
  for (const [name, parameter] of Object.entries(config.parameters)) {
    has("rulePacks", parameter.rulePack, `parameters.${name}.rulePack`);
    checkRules(config, `parameters.${name}`, parameter, report);
    if (parameter.codec.type === "token") has("tokens", parameter.codec.token, `parameters.${name}.codec.token`);
  }
}

/** What a vote asks the chain for is wanted or not, by rules whose level is known. */
function checkRules(
  config: Config,
  where: string,
  { rulePack = config.voting.rulePack, level }: { rulePack?: string | undefined; level?: string | undefined },
  report: Report,
): void {
  const pack = config.rulePacks[rulePack]?.pack;
  if (pack === undefined) return;
  if (!takesSides(pack))
    report(
      `${where}.rulePack`,
      `"${rulePack}" chooses among several, and what is asked of the chain is voted for or against`,
    );
  const levels = pack.counting === "two-house" ? [] : Object.keys(pack.levels ?? {});
  if (levels.length > 0 && (level === undefined || !levels.includes(level)))
    report(`${where}.level`, `must say which level of "${rulePack}" it takes: ${levels.join(", ")}`);
  if (levels.length === 0 && level !== undefined) report(`${where}.level`, `is given, but "${rulePack}" has no levels`);
}

function checkElectorates(config: Config, report: Report): void {
  for (const [name, entry] of Object.entries(config.electorates)) {
    const where = `electorates.${name}`;
    if (entry.kind === "nodes" && config.rewards[entry.rewards] === undefined)
      report(
        `${where}.rewards`,
        `names "${entry.rewards}", which is not under \`rewards\``,
        `rewards.${entry.rewards}`,
      );
    if (entry.kind !== "sum") continue;
    for (const { electorate } of entry.of) {
      const part = config.electorates[electorate];
      if (part === undefined)
        report(`${where}.of`, `names "${electorate}", which is not under \`electorates\``, `electorates.${electorate}`);
      else if (part.kind === "sum" || part.kind === "role")
        report(`${where}.of`, `adds up "${electorate}", but only what wallets weigh can be added up`);
    }
  }
}

/** Adapters are known by their kind only; whatever they call `token`, or `somethingToken`, however deep, is a name under `tokens`, `tokens` a list of such. */
function checkAdapters(config: Config, report: Report): void {
  for (const section of ["rewards", "positions", "executors"] as const) {
    for (const [name, entry] of Object.entries(config[section]))
      checkTokens(config, `${section}.${name}`, entry, report);
  }
}

function checkTokens(config: Config, where: string, settings: object, report: Report): void {
  for (const [key, value] of Object.entries(settings)) {
    if (typeof value === "object" && value !== null) checkTokens(config, `${where}.${key}`, value, report);
    if (!/^tokens?$|Token$/.test(key)) continue;
    for (const token of [value].flat())
      if (typeof token === "string" && !config.tokens[token])
        report(`${where}.${key}`, `names "${token}", which is not under \`tokens\``, `tokens.${token}`);
  }
}

function checkJobs(config: Config, known: Known, report: Report): void {
  for (const [job, schedule] of Object.entries(config.jobs)) {
    if (!known.jobs.includes(job)) report(`jobs.${job}`, `is not a job; there are ${known.jobs.join(", ")}`);
    if (!isCron(schedule))
      report(`jobs.${job}`, "is not a schedule: five fields of cron text in UTC, or six with seconds first");
  }
}

function checkParameter(config: Config, name: string, known: Known, report: Report): void {
  const parameter = config.parameters[name];
  if (parameter === undefined) return;
  const executor = config.executors[parameter.executor];
  const isVoted = parameter.authority === "executor";
  if (isVoted && parameter.executor === "")
    report(`parameters.${name}.executor`, "is missing: a vote's parameter is changed through one of `executors`");
  else if (executor === undefined && parameter.executor !== "")
    report(
      `parameters.${name}.executor`,
      `names "${parameter.executor}", which is not under \`executors\``,
      `executors.${parameter.executor}`,
    );
  else if (executor !== undefined && executor.chain !== parameter.chain)
    report(
      `parameters.${name}.executor`,
      `acts on chain ${executor.chain}, but the parameter is on chain ${parameter.chain}`,
    );
  if (parameter.codec.type === "token" && config.tokens[parameter.codec.token] === undefined) return;
  for (const what of known.checkParameter(config, name)) report(`parameters.${name}`, what);
}
