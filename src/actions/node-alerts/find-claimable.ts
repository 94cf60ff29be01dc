import { setImmediate as others } from "node:timers/promises";
import type { NewAlert } from "../../../db/alerts.ts";
import { listNodes } from "../../../db/nodes.ts";
import { listClaimable } from "../../../db/rewards.ts";
import type { App } from "../../app.ts";
import { readDataFee } from "../../chain/data-fee.ts";
import { scaleDecimal } from "../../core/decimal.ts";
import { type ClaimFee, claimCost, judgeClaimable, tokensFor, worthFrom } from "../../core/rewards/alerts/claim.ts";
import type { AlertRules, ClaimRules, WrittenAmount } from "../../core/rewards/alerts/rules.ts";
import { EVERYBODY } from "../../core/rewards/cohorts.ts";
import { USD } from "../../core/treasury/money.ts";
import type { StatementPrice } from "../../core/treasury/statement.ts";
import { BotError } from "../../errors.ts";
import type { RewardSource } from "../../sources/rewards/source.ts";
import { findPrice } from "../books/find-price.ts";
import { aboutOf, type Changes, type OpenAlerts } from "./find-alerts.ts";

/** What is judged: a token that is earned to be claimed, from which amount on it is worth saying, and how much each node has. */
type Claimable = { token: string; threshold: bigint; left: ReadonlyMap<number, bigint> };

/** Judges what nodes have to claim, by what was earned to be claimed and what was claimed since, as the chain told it. */
export async function findClaimable(
  app: App,
  source: RewardSource,
  rules: AlertRules,
  open: OpenAlerts,
): Promise<Changes> {
  const changes: Changes = { began: [], ended: [] };
  const { claimable } = rules;
  if (claimable === undefined) return changes;
  const judged = source.tokens.flatMap((token): Claimable[] => {
    const threshold = thresholdIn(app, token, claimable);
    return threshold === undefined ? [] : [{ token, threshold, left: listClaimable(app.db, source.name, token) }];
  });
  if (judged.length === 0) return changes;
  const ignored = new Set(
    listNodes(app.db, source.name).flatMap(({ id, node }) => (rules.ignore.has(node) ? [id] : [])),
  );
  await others();
  for (const node of new Set(judged.flatMap(({ left }) => [...left.keys()]))) {
    const about = { source: source.name, node, cohort: EVERYBODY, kind: "claimable" as const };
    const alert = open.get(aboutOf(about));
    const found = judged.map((one) => ({ ...one, amount: one.left.get(node) ?? 0n }));
    const much = found.find(({ amount, threshold }) => judgeClaimable(amount, threshold).holds);
    if (alert === undefined && much !== undefined && !ignored.has(node))
      changes.began.push({ ...about, facts: { token: much.token, amount: much.amount.toString() } });
    if (alert !== undefined && found.every(({ amount, threshold }) => judgeClaimable(amount, threshold).over))
      changes.ended.push({ alert, isSaid: true });
  }
  return { ...changes, began: await withCosts(app, source, rules.claim, changes.began) };
}

/** The threshold in the smallest unit of a token; undefined where the token is not meant, or nothing is known of its price. */
function thresholdIn(app: App, token: string, { amount, unit }: WrittenAmount): bigint | undefined {
  const decimals = app.config.tokens[token]?.decimals;
  if (decimals === undefined) return undefined;
  if (unit === token) return roundUp(amount, 10n ** BigInt(decimals));
  const quote = unit === "USD" ? quoteOf(app, app.config.tokens[token]?.price) : undefined;
  return quote && tokensFor(roundUp(amount, USD), { ...quote, tokenDecimals: decimals });
}

function roundUp({ digits, places }: WrittenAmount["amount"], times: bigint): bigint {
  const exact = scaleDecimal({ digits, places }, { times });
  return exact ?? (digits * times) / 10n ** BigInt(places) + 1n;
}

/** A price's newest answer, where it is fresh. */
function quoteOf(app: App, price: string | undefined): StatementPrice | undefined {
  const quote = price === undefined ? undefined : findPrice(app, price, app.now());
  return quote?.stale ? undefined : quote;
}

/** Adds what claiming costs now, in the token that is claimed; where it is not known, why. */
async function withCosts(
  app: App,
  source: RewardSource,
  claim: ClaimRules,
  began: readonly NewAlert[],
): Promise<NewAlert[]> {
  if (began.length === 0) return [];
  const fee = await readClaimFee(app, source, claim);
  const costs = new Map(source.tokens.map((token) => [token, costIn(app, token, claim, fee)]));
  return began.map((alert) => ({ ...alert, facts: { ...alert.facts, ...costs.get(String(alert.facts["token"])) } }));
}

function costIn(app: App, token: string, claim: ClaimRules, fee: ClaimFee | string): Record<string, string> {
  if (typeof fee === "string") return { unknown: fee };
  const settings = app.config.tokens[token];
  const coinPrice = claim.coinPrice ?? app.config.chains[settings?.chain ?? 0]?.coinPrice;
  const coin = quoteOf(app, coinPrice);
  const own = quoteOf(app, settings?.price);
  if (coinPrice === undefined) return { unknown: "the config names no price of the chain's coin" };
  if (coin === undefined) return { unknown: "there is no fresh price of the chain's coin" };
  if (own === undefined || settings === undefined) return { unknown: "there is no fresh price of the token" };
  const cost = claimCost(fee, coin, { ...own, tokenDecimals: settings.decimals });
  return {
    cost: cost.toString(),
    worth: worthFrom(cost, claim.worthShare).toString(),
    share: claim.worthShare.toString(),
  };
}

/** What a claim takes of the chain's coin now; else why that is not known. An estimate holds up no alert. */
async function readClaimFee(
  app: App,
  { chain: id }: RewardSource,
  { gas, bytes }: ClaimRules,
): Promise<ClaimFee | string> {
  try {
    const chain = app.chains.get(id);
    const gasPrice = await chain.gasPrice();
    const dataFee = await chain.read(await chain.finalized(), readDataFee(bytes));
    return { gas: BigInt(gas), gasPrice, dataFee };
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    return "the chain did not say what gas costs";
  }
}
