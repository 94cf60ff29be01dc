import { parseArgs } from "node:util";
import Database from "better-sqlite3";
import { jobs } from "../../jobs/index.ts";
import { createChains } from "../chain/chains.ts";
import { secretsOf } from "../config/environment.ts";
import { createLog } from "../log.ts";
import { createScrubber } from "../scrub.ts";
import { findSetup, type SetupFound } from "../setup/setup.ts";
import { databasePath } from "./database-path.ts";
import { examineContracts } from "./doctor/examine-contracts.ts";
import { examineDiscord } from "./doctor/examine-discord.ts";
import { examineNodeAlerts } from "./doctor/examine-node-alerts.ts";
import { examinePages } from "./doctor/examine-pages.ts";
import { examinePositions } from "./doctor/examine-positions.ts";
import { examineProviders } from "./doctor/examine-providers.ts";
import { examineRewards } from "./doctor/examine-rewards.ts";
import { examineRuns } from "./doctor/examine-runs.ts";
import { type Finding, well, wrong } from "./doctor/finding.ts";

/** Says on one page what is wrong with a setup, and what to do; exit code 1 when anything is. Changes nothing anywhere. */
export async function doctor(args: string[]): Promise<number> {
  parseArgs({ args, options: {} });
  const setup = await findSetup(
    process.env,
    process.cwd(),
    jobs.map((job) => job.name),
  );
  const scrub = createScrubber(secretsOf(process.env));
  const all: Finding[] = [];
  const show = (title: string, findings: readonly Finding[]) => {
    all.push(...findings);
    console.log(String(scrub(page(title, findings))));
  };
  show("This machine", machine());
  show("Environment and config", told(setup));
  const { environment, config } = setup;
  if (environment !== undefined && config !== undefined) {
    show("Discord", await safely("Discord", () => examineDiscord(environment, config)));
    show("RPC providers", await safely("The providers", () => examineProviders(environment, config)));
    if (Object.keys(config.chains).every((id) => environment.rpcUrls[Number(id)] !== undefined)) {
      const chains = createChains(config, environment.rpcUrls, createLog({ write: () => undefined }));
      show("Contracts", await safely("The contracts", () => examineContracts(config, chains)));
      const positions = await safely("The positions", () => examinePositions(config, chains));
      if (positions.length > 0) show("Positions", positions);
      const rewards = () => examineRewards(config, chains, databasePath(process.env).file);
      if (Object.keys(config.rewards).length > 0) show("Rewards", await safely("The rewards", rewards));
    }
  }
  if (config?.nodeAlerts !== undefined) {
    const { file } = databasePath(process.env);
    show("Node alerts", await safely("The alerts", async () => examineNodeAlerts(config, file)));
  }
  const runs = await safely("The jobs", async () => examineRuns(databasePath(process.env).file, nowSeconds()));
  if (runs.length > 0) show("Last runs", runs);
  const bad = all.filter(({ sign }) => sign === "✗").length;
  const looks = all.filter(({ sign }) => sign === "!").length;
  console.log(bad === 0 ? `Steward can start${looks > 0 ? `; ${looks} worth a look` : ""}.` : `${bad} to correct.`);
  return bad === 0 ? 0 : 1;
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

function machine(): Finding[] {
  const client = new Database(":memory:");
  const sqlite = String(client.prepare("select sqlite_version()").pluck().get());
  client.close();
  return [well(`Node ${process.versions.node}, SQLite ${sqlite}, ${process.platform} ${process.arch}.`)];
}

function told({ environment, config, file, problems }: SetupFound): Finding[] {
  const findings: Finding[] = problems.map(({ where, what }) => wrong(`${where} ${what}`, "See docs/config.md."));
  if (environment !== undefined) findings.push(well("The environment is complete."), ...examinePages(environment));
  if (config !== undefined && file !== undefined) findings.push(well(`${file} is well formed.`));
  return findings;
}

async function safely(what: string, examine: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await examine();
  } catch (error) {
    return [
      wrong(
        `${what} could not be looked at: ${error instanceof Error ? error.message : "unknown"}`,
        "Correct what stands above first.",
      ),
    ];
  }
}

function page(title: string, findings: readonly Finding[]): string {
  const lines = findings.map(
    ({ sign, what, todo }) => `  ${sign} ${what}${todo === undefined ? "" : `\n      → ${todo}`}`,
  );
  return [title, ...lines, ""].join("\n");
}
