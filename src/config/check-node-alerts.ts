import type { AlertWords } from "../core/rewards/alerts/rules.ts";
import type { Report } from "./problem.ts";
import type { Config } from "./schema.ts";

/** Checks that what is said about nodes names sources, tokens and prices that there are. */
export function checkNodeAlerts(config: Config, report: Report): void {
  const { nodeAlerts } = config;
  if (nodeAlerts === undefined) return;
  checkWords(config, "nodeAlerts", nodeAlerts, report);
  for (const [name, own] of Object.entries(nodeAlerts.sources)) {
    const where = `nodeAlerts.sources.${name}`;
    if (config.rewards[name] === undefined)
      report(where, `names "${name}", which is not under \`rewards\``, `rewards.${name}`);
    checkWords(config, where, own, report);
  }
}

function checkWords({ tokens, prices }: Config, where: string, { claimable, claim }: AlertWords, report: Report): void {
  const unit = claimable === undefined || claimable === "off" ? undefined : claimable.unit;
  if (unit !== undefined && unit !== "USD" && tokens[unit] === undefined)
    report(`${where}.claimable`, `names "${unit}", which is not under \`tokens\``, `tokens.${unit}`);
  const price = claim?.coinPrice;
  if (price !== undefined && prices[price] === undefined)
    report(`${where}.claim.coinPrice`, `names "${price}", which is not under \`prices\``, `prices.${price}`);
}
