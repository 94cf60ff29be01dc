import { existsSync } from "node:fs";
import Database from "better-sqlite3";
import { type AlertGrounds, findAlertGrounds } from "../../../db/alerts.ts";
import { cursorOf } from "../../actions/rewards/read-rewards.ts";
import type { Config } from "../../config/schema.ts";
import { LEAST_NODES } from "../../core/rewards/alerts/outages.ts";
import { type AlertRules, rulesFor } from "../../core/rewards/alerts/rules.ts";
import { findRewardSource } from "../../sources/rewards/index.ts";
import { type Finding, notable, well } from "./finding.ts";

/** Whether each source can give what the config wants said of its nodes: by the config, and by what the database at a path has been told. */
export function examineNodeAlerts(config: Config, path: string): Finding[] {
  const { nodeAlerts } = config;
  if (nodeAlerts === undefined) return [];
  if (Object.keys(config.rewards).length === 0)
    return [notable("nodeAlerts: there are no nodes to speak of.", "Name a source under `rewards`.")];
  const client = existsSync(path) ? new Database(path, { readonly: true, fileMustExist: true }) : undefined;
  try {
    return Object.keys(config.rewards).flatMap((name) => {
      const rules = rulesFor(nodeAlerts, nodeAlerts.sources[name]);
      const grounds = client && findAlertGrounds({ $client: client }, name, cursorOf(name));
      const found = [...byConfig(config, name, rules), ...(grounds?.isRead ? byBooks(name, rules, grounds) : [])];
      return found.length > 0 ? found : [well(`nodeAlerts: ${name} can give what is asked for.`)];
    });
  } finally {
    client?.close();
  }
}

function byConfig(config: Config, name: string, rules: AlertRules): Finding[] {
  const { missedInRow, missedInWindow, drop, claimable, claim, terms } = rules;
  const found: Finding[] = [];
  if ([missedInRow, missedInWindow, drop, claimable].every((rule) => rule === undefined) && !terms)
    found.push(notable(`nodeAlerts: nothing is said of ${name}: no rule is set.`, "Set `missedInRow`, to begin with."));
  if (claimable === undefined) return found;
  const { tokens, chain } = findRewardSource(config, name);
  const isPriced = tokens.some((token) => config.tokens[token]?.price !== undefined);
  if (claimable.unit === "USD" ? !isPriced : !tokens.includes(claimable.unit))
    found.push(
      notable(
        `nodeAlerts: ${name} pays ${tokens.join(", ")}, ${claimable.unit === "USD" ? "which has no price" : `not ${claimable.unit}`}: that much to claim is never said.`,
        `Set \`nodeAlerts.sources.${name}.claimable\` in what it pays, or to "off".`,
      ),
    );
  if (claim.coinPrice === undefined && config.chains[chain]?.coinPrice === undefined)
    found.push(
      notable(
        `nodeAlerts: what a claim from ${name} costs will be said to be unknown.`,
        `Name the price of the chain's coin: \`chains.${chain}.coinPrice\`.`,
      ),
    );
  return found;
}

function byBooks(name: string, { drop, claimable, terms }: AlertRules, grounds: AlertGrounds): Finding[] {
  const own = `nodeAlerts.sources.${name}`;
  const found: Finding[] = [];
  if (claimable !== undefined && !grounds.accrues)
    found.push(
      notable(
        `nodeAlerts: ${name} has told of nothing to claim so far; it may pay at once.`,
        `Then set \`${own}.claimable\` to "off".`,
      ),
    );
  if (terms && !grounds.tellsTerms)
    found.push(
      notable(
        `nodeAlerts: ${name} has told no cut, commission or fee so far.`,
        `If its network has none, set \`${own}.terms\` to false.`,
      ),
    );
  if (drop !== undefined && grounds.nodes < LEAST_NODES)
    found.push(
      notable(
        `nodeAlerts: ${name} has fewer than ${LEAST_NODES} nodes: there is no middle to hold one against, and no drop is said.`,
        `Set \`${own}.drop\` to "off".`,
      ),
    );
  return found;
}
