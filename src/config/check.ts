import { validate as isCron } from "node-cron";
import type { Problem } from "./problem.ts";
import type { Config } from "./schema.ts";

/** What the checks of a config need to know beyond it. */
export type Known = {
  /** Chain ids that have RPC URLs. */
  chains: readonly number[];
  jobs: readonly string[];
  /** Says what is wrong with a parameter's signatures, codec and guardrails; by its name in the config. */
  checkParameter: (config: Config, name: string) => readonly string[];
};

type Report = (where: string, what: string, refersTo?: string) => void;

/** Checks what no single key can know: that every name used exists and that everything fits together. */
export function checkConfig(config: Config, known: Known): Problem[] {
  const problems: Problem[] = [];
  const report: Report = (where, what, refersTo) => problems.push({ where, what, ...(refersTo && { refersTo }) });
  checkChains(config, known, report);
  checkNames(config, report);
  checkAdapters(config, report);
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
      entry.kind === "votes" ? entry.chain : undefined,
    ]),
    ...config.treasury.map((account, index): [string, number] => [`treasury.${index}.chain`, account.chain]),
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
  for (const [name, token] of Object.entries(config.tokens)) has("prices", token.price, `tokens.${name}.price`);
  for (const [name, parameter] of Object.entries(config.parameters)) {
    has("rulePacks", parameter.rulePack, `parameters.${name}.rulePack`);
    if (parameter.codec.type === "token") has("tokens", parameter.codec.token, `parameters.${name}.codec.token`);
  }
}

/** Adapters are known by their kind only; whatever they call `token` is a name under `tokens`. */
function checkAdapters(config: Config, report: Report): void {
  for (const section of ["rewards", "positions", "executors"] as const) {
    for (const [name, entry] of Object.entries(config[section])) {
      const token = entry["token"];
      if (typeof token === "string" && config.tokens[token] === undefined)
        report(`${section}.${name}.token`, `names "${token}", which is not under \`tokens\``, `tokens.${token}`);
    }
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
  if (executor === undefined)
    report(
      `parameters.${name}.executor`,
      `names "${parameter.executor}", which is not under \`executors\``,
      `executors.${parameter.executor}`,
    );
  else if (executor.chain !== parameter.chain)
    report(
      `parameters.${name}.executor`,
      `acts on chain ${executor.chain}, but the parameter is on chain ${parameter.chain}`,
    );
  if (parameter.codec.type === "token" && config.tokens[parameter.codec.token] === undefined) return;
  for (const what of known.checkParameter(config, name)) report(`parameters.${name}`, what);
}
