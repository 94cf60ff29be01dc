import type { App } from "../../app.ts";
import { parseAmount } from "../../core/amount.ts";
import { secondsPerEpoch } from "../../core/rewards/epoch-word.ts";
import { earnedInLast, type NumberedEpoch } from "../../core/rewards/node-epochs.ts";
import type { NodePay } from "../../core/rewards/node-pay.ts";
import { payback } from "../../core/rewards/payback.ts";
import { USD, valueUsd } from "../../core/treasury/money.ts";
import type { RewardSource } from "../../sources/rewards/source.ts";
import { findPrice } from "../books/find-price.ts";
import type { NodeMoney, NodePayback } from "./node-view.ts";

const USD_DECIMALS = USD.toString().length - 1;

/** How often a source pays: an epoch's length, and whether it pays once only. */
type Rhythm = Pick<RewardSource, "epochSeconds" | "oneOff">;

/**
 * When a node will have earned its cost, written as `1200 USD` or `500 HELIO`, at the pace of the epochs that are over. A cost in
 * USD is set against all that the node earned in its main token, at that token's price of now. What comes once has no pace.
 */
export function paybackOf(
  app: App,
  cost: string,
  money: readonly [NodeMoney, ...NodeMoney[]],
  pays: readonly NodePay[],
  epochs: readonly NumberedEpoch[],
  rhythm: Rhythm,
): NodePayback {
  const goesOn = atItsPace(app, cost, money, pays, epochs, rhythm);
  return rhythm.oneOff && goesOn.state !== "reached" ? unknown("what it earns comes once, and not again") : goesOn;
}

function atItsPace(
  app: App,
  cost: string,
  money: readonly [NodeMoney, ...NodeMoney[]],
  pays: readonly NodePay[],
  epochs: readonly NumberedEpoch[],
  { epochSeconds }: Rhythm,
): NodePayback {
  const [amount = "", unit = ""] = cost.split(" ");
  const over = pays.slice(0, -1);
  const counted = over.filter((pay) => pay !== "absent").length;
  if (counted === 0) return unknown("no epoch of it is over yet");
  const { span, epochs: spanned } = secondsPerEpoch(epochs) ?? { span: epochSeconds, epochs: 1 };
  const seconds = BigInt(Math.max(Math.round((span * counted) / spanned), 1));
  const [{ token, all }] = money;
  const lately = earnedInLast(over, over.length);
  if (unit === token.symbol)
    return payback({ cost: parseAmount(amount, token.decimals), earned: all, lately, seconds });
  if (unit !== "USD") return unknown(`it earns ${token.symbol}, and its cost is in ${unit}`);
  const name = app.config.tokens[token.name]?.price;
  const price = name === undefined ? undefined : findPrice(app, name, app.now());
  const [earnedUsd, latelyUsd] = [valueUsd(all, token, price), valueUsd(lately, token, price)];
  if (earnedUsd === undefined || latelyUsd === undefined) return unknown(`there is no fresh price of ${token.symbol}`);
  return payback({ cost: parseAmount(amount, USD_DECIMALS), earned: earnedUsd, lately: latelyUsd, seconds });
}

function unknown(why: string): NodePayback {
  return { state: "unknown", why };
}
