import { canBeIncome, type Facts, type Rule } from "../facts.ts";
import type { Leg, Words } from "../legs.ts";
import type { Line } from "../line.ts";
import { findFee } from "./deal-fees.ts";
import { type Deal, gatherDeal } from "./deal-legs.ts";
import { hasSwap, nameDeal } from "./deal-names.ts";
import { isBridgedSavings } from "./vault-names.ts";

/**
 * Whatever else leaves and comes in one transaction belongs together. A token made for it is a claim on what was given, a token
 * destroyed for it a claim handed back; anything else is a trade.
 */
export const deal: Rule = {
  protocol: "trade",
  explain: (facts) => {
    const found = gatherDeal(facts);
    const isSavings = [...found.burned, ...found.minted].some(({ asset }) => isBridgedSavings(asset.address));
    const protocol = isSavings ? "spark" : nameDeal(facts);
    const hasGiven = found.given.length + found.burned.length > 0;
    const hasGot = found.got.length + found.minted.length > 0;
    if (!hasGiven && !hasGot) return [];
    if (!hasGiven || !hasGot) return isHalfSeen(facts) ? trade(facts, found, protocol) : [];
    if (found.burned.length > 0 && found.got.length > 0) return redeem(found, protocol);
    if (found.minted.length > 0) return deposit(facts, found, protocol);
    return trade(facts, found, protocol);
  },
};

function deposit(facts: Facts, { given, got, burned, minted }: Deal, protocol: string | undefined): Line[] {
  const earned = got.filter(({ asset: { address } }) => address !== undefined && canBeIncome(facts, address));
  const why = `A claim was minted (log ${minted[0]?.log}) where this was given.`;
  return [
    ...lines([...given, ...burned], { type: "deposit", subtype: "deposit_for_wrapped", protocol, reason: why }),
    ...lines(minted, {
      type: "receive",
      subtype: "receive_wrapped",
      protocol,
      reason: "Minted for what was given in the same transaction.",
    }),
    ...lines(earned, {
      type: "receive",
      subtype: "reward",
      protocol,
      reason: "Came beside the claim, and nothing was given for it.",
    }),
  ];
}

function redeem({ given, got, burned, minted }: Deal, protocol: string | undefined): Line[] {
  const why = `A claim was burned (log ${burned[0]?.log}), and this came for it.`;
  return [
    ...lines(burned, {
      type: "spend",
      subtype: "return_wrapped",
      protocol,
      reason: "Burned for what came in the same transaction.",
    }),
    ...lines(got, { type: "withdrawal", subtype: "redeem_wrapped", protocol, reason: why }),
    ...lines(given, {
      type: "deposit",
      subtype: "deposit_for_wrapped",
      protocol,
      reason: "Given beside a claim that was burned.",
    }),
    ...lines(minted, {
      type: "receive",
      subtype: "receive_wrapped",
      protocol,
      reason: "Minted beside a claim that was burned.",
    }),
  ];
}

function trade(facts: Facts, deal: Deal, protocol: string | undefined): Line[] {
  const given = merge([...deal.given, ...deal.burned]);
  const got = merge([...deal.got, ...(deal.given.length + deal.burned.length === 0 ? deal.minted : [])]);
  const left =
    got[0] === undefined ? "Left in a swap whose other side is in no log." : `Left for what came (log ${got[0].log}).`;
  const came =
    given[0] === undefined
      ? "Came of a swap whose other side is in no log."
      : `Came for what left (log ${given[0].log}).`;
  const [only] = got;
  const fee = only === undefined || got.length > 1 || given.length === 0 ? 0n : findFee(facts, protocol, only);
  const whole = fee === 0n ? got : got.map((leg) => ({ ...leg, raw: leg.raw + fee }));
  const kept = fee === 0n ? [] : got.map((leg) => ({ ...leg, raw: fee, claims: [] }));
  return [
    ...lines(given, { type: "trade", subtype: "spend", protocol, reason: left }),
    ...lines(whole, {
      type: "trade",
      subtype: "receive",
      protocol,
      reason: fee === 0n ? came : `${came} A fee of ${fee} was kept of it.`,
    }),
    ...lines(kept, { type: "trade", subtype: "fee", protocol, reason: "Kept of what came, for one who gave nothing." }),
  ];
}

/** A trade may go by many paths at once: of one token, one sum. */
function merge(legs: readonly Leg[]): Leg[] {
  const sums = new Map<string, Leg>();
  for (const leg of legs) {
    const key = `${leg.account} ${leg.asset.address ?? ""} ${leg.asset.item ?? ""}`;
    const seen = sums.get(key);
    const whole = seen && { ...seen, raw: seen.raw + leg.raw, claims: [...seen.claims, ...leg.claims] };
    sums.set(key, whole ?? leg);
  }
  return [...sums.values()];
}

/** A swap of which one side is in no log: the chain's own coin, paid or got by the account that sent the transaction. */
function isHalfSeen(facts: Facts): boolean {
  return facts.actor !== undefined && facts.receipt.to !== undefined && hasSwap(facts);
}

function lines(legs: readonly Leg[], words: Words): Line[] {
  return legs.map((leg) => ({ ...leg, ...words }));
}
